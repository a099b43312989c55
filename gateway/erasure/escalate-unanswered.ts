import { appendEntry } from "#services/ledger/append-entry.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import { escalateNotices } from "./notice-store.ts";

/** Makes what a receiver left unanswered the business of the originators' data protection officers, and logs so, once. */
export async function escalateUnanswered(tx: Transaction, now: Date): Promise<void> {
  for (const [originator, notices] of await escalateNotices(tx, now)) {
    await appendEntry(tx, {
      kind: "agreement.erasure-escalated",
      time: now,
      agency: null,
      recipients: [originator],
      resource: "erasure-notice",
      personId: null,
      fields: [],
      detail: { notices: [...notices] },
    });
  }
}
