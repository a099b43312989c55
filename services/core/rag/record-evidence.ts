import type { Evidence } from "#schemas/published-record.ts";
import type { Cited } from "./rules/rule-hit.ts";

/** Evidence as the record keeps it, by which policy decides who may read what rests on it. */
export function recordEvidence(personId: string, evidence: readonly Cited[]): readonly Evidence[] {
  return evidence.map(({ field, originator, neededForm }) => ({ personId, field, originator, neededForm }));
}
