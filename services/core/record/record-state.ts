import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { ConsentRecord, Evidence } from "#schemas/published-record.ts";
import type { CellFact } from "#schemas/vocabulary.ts";
import type { HeldIdentifier } from "../linkage/person-profile.ts";

/** Which of two statements is the newer: by what they are about, then by when they were recorded. */
export type Moment = { readonly asOf: string; readonly recordedTime: string };

/**
 * One row of a record's history. `removed` stands for an item taken away, `clear` for everything of a field
 * (or of items under a prefix, kept in `itemKey`) taken away: both keep older statements from coming back.
 */
export type Cell = Moment & {
  readonly kind: "value" | "removed" | "clear";
  readonly field: FieldPath;
  readonly originator: string;
  readonly itemKey: string;
  readonly value: unknown;
  readonly itemFacts: Partial<Record<CellFact, string>> | null;
  readonly itemOwner: string | null;
  readonly evidence: readonly Evidence[] | null;
  readonly eventId: string;
};

export type HeldConsent = {
  readonly consent: ConsentRecord;
  readonly eventTime: string;
  readonly recordedTime: string;
};

export type HeldRestriction = Moment & {
  readonly setBy: string;
  readonly excluded: readonly string[];
  readonly restricted: readonly string[];
};

/** All the core holds of one person, as it stands. */
export type RecordState = {
  readonly personId: string;
  readonly version: number;
  readonly cells: readonly Cell[];
  readonly identifiers: readonly HeldIdentifier[];
  readonly consents: readonly HeldConsent[];
  readonly restriction: HeldRestriction | null;
};

export function isNewer(a: Moment, b: Moment): boolean {
  return compareMoments(a, b) > 0;
}

function compareMoments(a: Moment, b: Moment): number {
  return Date.parse(a.asOf) - Date.parse(b.asOf) || Date.parse(a.recordedTime) - Date.parse(b.recordedTime);
}
