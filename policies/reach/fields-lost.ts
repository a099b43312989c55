import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Agreement } from "../agreement-document.ts";
import { indexAgreement } from "../index-agreement.ts";
import { ALWAYS_ACTIVE } from "../policy-set.ts";

/**
 * By party: the fields that it could be given under the version before, in some role and for some purpose, and that no rule
 * gives it any more, in any. What it may still have in another form is not lost.
 */
export function fieldsLost(before: Agreement, after: Agreement): ReadonlyMap<string, readonly FieldPath[]> {
  const still = fieldsByParty(after);
  const lost = [...fieldsByParty(before)].map(([party, fields]) => {
    const kept = still.get(party) ?? new Set<FieldPath>();
    return [party, [...fields].filter((field) => !kept.has(field)).toSorted()] as const;
  });
  return new Map(lost.filter(([, fields]) => fields.length > 0));
}

function fieldsByParty(document: Agreement): ReadonlyMap<string, ReadonlySet<FieldPath>> {
  const { scopes } = indexAgreement(document, { steps: ALWAYS_ACTIVE, boundFrom: {}, withheld: [] });
  const byParty = new Map<string, Set<FieldPath>>();
  for (const [key, { fields }] of scopes) {
    const [party = ""] = key.split(" ");
    const given = [...fields].flatMap(([field, { permits }]) => (permits.length > 0 ? [field] : []));
    byParty.set(party, new Set([...(byParty.get(party) ?? []), ...given]));
  }
  return byParty;
}
