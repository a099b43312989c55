import type { Transaction } from "../../platform/database/database.ts";
import type { Steps } from "../facts/timeline.ts";
import { eligibleSpan, type LeftOut, type Wearing } from "./eligibility.ts";

/** A wearing whose positions may be looked at, and over which span. Unix milliseconds. */
export type EligibleWearing = Wearing & { readonly from: number; readonly to: number };

export type Eligible = {
  readonly wearings: readonly EligibleWearing[];
  /** People whose tag was on, and of them how many were left out, by reason. */
  readonly considered: number;
  readonly leftOut: Readonly<Partial<Record<LeftOut | "device-shared", number>>>;
};

type WearingRow = {
  readonly person_id: string;
  readonly agency_id: string;
  readonly device_id: string;
  readonly ems_id: string;
  readonly active_from: Date;
  readonly active_to: Date | null;
  readonly order_type: string;
  readonly eligible_offence: string;
  readonly order_start: string;
  readonly order_end: string;
  readonly release_date: string;
  readonly licence_expiry: string;
  readonly age_steps: Steps | null;
};

/**
 * Whose positions may be compared with something that happened in that window. It reads orders and ages, and no position: who is
 * left out here is never looked up. `personId` asks about one person alone.
 */
export async function findEligible(
  tx: Transaction,
  window: { readonly from: number; readonly to: number },
  personId: string | null = null,
): Promise<Eligible> {
  const rows = await tx<WearingRow[]>`
    select a.*, p.document #> '{facts,age-group,steps}' as age_steps
    from core.tag_activation as a join core.person as p using (person_id)
    where p.state = 'active' and a.active_from <= ${new Date(window.to)}
      and (a.active_to is null or a.active_to >= ${new Date(window.from)})
      and (${personId}::uuid is null or a.person_id = ${personId})
    order by a.person_id, a.active_from`;
  const leftOut: Partial<Record<LeftOut | "device-shared", number>> = {};
  const wearings = rows.flatMap((row) => {
    const wearing = wearingOf(row);
    const isShared = rows.some((other) => other.person_id !== row.person_id && wearsAtOnce(row, other));
    const verdict = isShared
      ? ({ outcome: "left-out", reason: "device-shared" } as const)
      : eligibleSpan(wearing, row.age_steps ?? [], window);
    if (verdict.outcome === "eligible") {
      return [{ ...wearing, from: verdict.from, to: verdict.to }];
    }
    leftOut[verdict.reason] = (leftOut[verdict.reason] ?? 0) + 1;
    return [];
  });
  return { wearings, considered: new Set(rows.map(({ person_id }) => person_id)).size, leftOut };
}

/** Two people said to wear one device at one time: it cannot be told whose its positions are. */
function wearsAtOnce(one: WearingRow, other: WearingRow): boolean {
  const end = ({ active_to: to }: WearingRow) => to?.getTime() ?? Number.POSITIVE_INFINITY;
  return (
    one.device_id === other.device_id &&
    one.agency_id === other.agency_id &&
    one.active_from.getTime() < end(other) &&
    other.active_from.getTime() < end(one)
  );
}

function wearingOf(row: WearingRow): Wearing {
  return {
    personId: row.person_id,
    monitoringAgencyId: row.agency_id,
    deviceId: row.device_id,
    emsId: row.ems_id,
    activeFrom: row.active_from.getTime(),
    activeTo: row.active_to?.getTime() ?? null,
    orderType: row.order_type,
    eligibleOffence: row.eligible_offence,
    orderStart: row.order_start,
    orderEnd: row.order_end,
    releaseDate: row.release_date,
    licenceExpiry: row.licence_expiry,
  };
}
