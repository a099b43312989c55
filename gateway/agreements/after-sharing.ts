import type { Agreement } from "#policies/agreement-document.ts";
import type { PolicySet } from "#policies/policy-set.ts";
import { fieldsLost } from "#policies/reach/fields-lost.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import { issueErasureNotices } from "../erasure/issue-erasure-notices.ts";
import { destroyPseudonymKeys } from "../pseudonyms/pseudonym-keys.ts";

type After = { readonly hostOf: PolicySet["hostOf"]; readonly now: Date };

/** What the end of an agreement leaves to do (design/agreements section 7): notices to every receiver, and no pseudonym joins again. */
export async function afterTermination(tx: Transaction, agreement: Agreement, { hostOf, now }: After): Promise<void> {
  await issueErasureNotices(tx, { agreement, hostOf, reason: "terminated", now });
  await destroyPseudonymKeys(tx, agreement.id);
}

/** The same for a narrowing that says so: each receiver erases what no rule gives it any more. */
export async function afterNarrowing(
  tx: Transaction,
  { before, after }: { readonly before: Agreement; readonly after: Agreement },
  { hostOf, now }: After,
): Promise<void> {
  const lost = fieldsLost(before, after);
  if (lost.size > 0) {
    await issueErasureNotices(tx, { agreement: after, hostOf, reason: "narrowed", lost, now });
  }
}
