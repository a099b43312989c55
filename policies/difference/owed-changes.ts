import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Term, TermsChange } from "../agreement-diff.ts";
import type { OwedShift } from "./compare-field.ts";

/** What is owed for one field to one recipient, where it differs though the form does not. */
export type OwedChange = OwedShift & { readonly party: string; readonly field: FieldPath };

const TERM_OF = {
  onward: "onward",
  gateways: "gateway",
  sourceBasis: "basis",
  recipientBasis: "basis",
  clause: "clause",
} as const satisfies Record<OwedShift["owed"], Term>;

const SUBJECT_OF = {
  onward: "passing on",
  gateways: "legal gateway",
  sourceBasis: "basis of the giver",
  recipientBasis: "basis of the recipient",
  clause: "clause relied on",
} as const satisfies Record<OwedShift["owed"], string>;

/** Told once for all fields and originators of which the same is said to one recipient. */
export function owedChanges(changes: readonly OwedChange[]): readonly TermsChange[] {
  const alike = new Map<string, OwedChange[]>();
  for (const change of changes) {
    const key = JSON.stringify([change.owed, change.party, change.before, change.after]);
    const known = alike.get(key) ?? [];
    alike.set(key, known);
    known.push(change);
  }
  return [...alike.values()].flatMap((same) => same.slice(0, 1).map((first) => told(first, same)));
}

function told({ owed, party, before, after }: OwedChange, same: readonly OwedChange[]): TermsChange {
  return {
    term: TERM_OF[owed],
    subject: SUBJECT_OF[owed],
    before: before === "" ? null : before,
    after: after === "" ? null : after,
    effect: owed === "onward" ? effectOfOnward(before, after) : "rewords",
    originators: [...new Set(same.map(({ originator }) => originator))].toSorted(),
    recipients: [party],
    fields: [...new Set(same.map(({ field }) => field))].toSorted(),
  };
}

const STRICTEST_FIRST = ["never", "with-originator-consent", "parties-same-purpose"];

function effectOfOnward(before: string, after: string): TermsChange["effect"] {
  return STRICTEST_FIRST.indexOf(after) > STRICTEST_FIRST.indexOf(before) ? "widens" : "narrows";
}
