import { createHash } from "node:crypto";
import { boundariesOf, compileScope } from "#policies/compile-agreement.ts";
import type { ChosenScope } from "#policies/gate.ts";
import type { LoadedAgreement } from "#policies/policy-set.ts";

/** What stands for a subscription that its agreement does not carry now; no digest is this. */
export const TOLD_SUSPENDED = "suspended";

const known = new WeakMap<LoadedAgreement, Map<string, string>>();

/**
 * A digest of all that a party may ever see for a purpose under an agreement as it stands now, in any of its roles: of the forms,
 * and not of the words or numbers of the rules. What others may see is not in it, so that their terms leave no trace here.
 */
export function termsDigest({ agreement, party, purpose }: ChosenScope, nowMs: number): string {
  const interval = boundariesOf(agreement).filter((boundary) => boundary <= nowMs).length;
  const key = `${party} ${purpose} ${interval}`;
  const digests = known.get(agreement) ?? new Map<string, string>();
  known.set(agreement, digests);
  const before = digests.get(key);
  if (before !== undefined) {
    return before;
  }
  const digest = digestOfTerms(agreement, { party, purpose }, nowMs);
  digests.set(key, digest);
  return digest;
}

function digestOfTerms(
  agreement: LoadedAgreement,
  { party, purpose }: Pick<ChosenScope, "party" | "purpose">,
  nowMs: number,
): string {
  const { roles = [], updates = "projected" } = agreement.parties.get(party) ?? {};
  const digest = createHash("sha256").update(updates);
  for (const role of roles.toSorted()) {
    const { fields } = compileScope(agreement, { party, role, purpose }, nowMs);
    for (const { field, facts, originators, verdicts } of fields.values()) {
      const tuples = verdicts.length / originators.length;
      originators.forEach((originator, at) => {
        const forms = verdicts.slice(at * tuples, (at + 1) * tuples).map(({ form }) => form);
        if (forms.some((form) => form !== "withhold")) {
          digest.update(JSON.stringify([role, field, facts, originator, forms]));
        }
      });
    }
  }
  return digest.digest("base64url");
}
