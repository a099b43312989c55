import type { Transaction } from "#services/platform/database/database.ts";

/** The figures of an explanation as the core measured them. Lengths in metres, times RFC 3339 UTC. */
export type HitFigures = {
  readonly answer: string;
  readonly nearest: {
    readonly distanceM: number;
    readonly errorM: number;
    readonly at: string;
    readonly on: "fix" | "leg";
    readonly between: readonly string[];
  } | null;
  readonly positionsNear: number;
  readonly positionsInWindow: number;
  readonly minutesNear: number;
  readonly coverage: { readonly minutes: number; readonly ofMinutes: number; readonly share: number };
  readonly longestGapMinutes: number;
  readonly medianAccuracyM: number | null;
  readonly medianSpeedKmh: number | null;
  readonly required: { readonly mps: number; readonly from: string; readonly to: string } | null;
  readonly window: {
    readonly from: string;
    readonly to: string;
    readonly isWidened: boolean;
    readonly isWide: boolean;
  };
  readonly zoneRadiusM: number;
  readonly silences: readonly { readonly kind: string; readonly from: string; readonly to: string }[];
  readonly noData: readonly string[];
  readonly notCounted: { readonly jumps: number; readonly contradicted: number; readonly uncounted: number };
};

/** What the hub also knows of a hit it found, and not of an answer it was asked for. */
export type FoundFigures = HitFigures & {
  readonly place: { readonly eastingM: number; readonly northingM: number; readonly uncertaintyM: number };
  readonly usual: { readonly daysNear: number; readonly daysWithData: number };
  readonly chance: { readonly people: number; readonly days: number };
  readonly surprise: number;
};

export type EvidenceRow = {
  readonly positionId: string | null;
  readonly at: string;
  readonly eastingM: number;
  readonly northingM: number;
  readonly accuracyM: number | null;
  readonly mechanism: string;
  readonly speedKmh: number | null;
  readonly standing: "near" | "counted" | "jump" | "contradicted" | "not-counted";
  readonly wearing: number;
};

type Crime = {
  readonly crimeReference: string;
  readonly crimeTypeId: string;
  readonly from: string;
  readonly to: string;
};

/** A hit as the core publishes it. */
export type HitRow = {
  readonly hit_id: string;
  readonly person_id: string;
  readonly state: "candidate" | "qualified" | "rejected";
  readonly crime_agency_id: string;
  readonly monitoring_agency_id: string;
  readonly found_at: Date;
  readonly figures: FoundFigures;
  readonly evidence: readonly EvidenceRow[];
  readonly digest: string;
  readonly decided_at: Date | null;
  readonly decided_by: { readonly agencyId: string; readonly actor: string } | null;
  readonly reason: string | null;
  readonly note: string | null;
  readonly superseded_at: Date | null;
  readonly superseded_because: string | null;
  readonly outcome: string | null;
  readonly outcome_at: Date | null;
  readonly outcome_note: string | null;
  readonly force: string;
  readonly version: number;
  readonly crime: Crime;
  readonly newest_crime: Crime;
  readonly algorithm_version: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly positions_digest: string;
  readonly crime_digest: string;
  readonly compared_at: Date;
  readonly others: number;
};

/** Whose hits are asked for: the monitoring hub's own, or the qualified ones of a force's crimes. */
export type HitScope = {
  readonly agencyId: string;
  readonly by: "monitoring-hub" | "force";
  readonly state: HitRow["state"];
  /** Windows so long that hits say little are listed only when asked for. */
  readonly wide: boolean;
  /** One hit alone, whatever its state or window. */
  readonly hitId: string | null;
};

const ROWS_MAX = 1_000;

/** Rarest by chance first, long windows last; decided ones newest first. */
export function readHitRows(
  tx: Transaction,
  { agencyId, by, state, wide, hitId }: HitScope,
): Promise<readonly HitRow[]> {
  const ofHub = by === "monitoring-hub";
  return tx<HitRow[]>`
    select * from published.tag_hit
    where ${ofHub ? tx`monitoring_agency_id = ${agencyId}` : tx`crime_agency_id = ${agencyId} and state = 'qualified'`}
      and ${
        hitId === null
          ? tx`state = ${state} and (${wide} or not (figures #>> '{window,isWide}')::boolean)
              and (state <> 'candidate' or superseded_at is null)`
          : tx`hit_id = ${hitId}`
      }
    order by case when state = 'candidate' then (figures #>> '{window,isWide}')::boolean end,
      case when state = 'candidate' then (figures #>> '{chance,people}')::float8 end, decided_at desc nulls last, found_at, hit_id
    limit ${ROWS_MAX}`;
}
