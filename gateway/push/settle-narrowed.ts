import type { Transaction } from "#services/platform/database/database.ts";
import { readRecord } from "../disclosure/read-record.ts";
import { readUndelivered } from "./delivery-store.ts";
import { takeBack } from "./purge-undelivered.ts";
import { fieldsNamed, type SentFields, stillAllowed } from "./sent-fields.ts";
import { settlePerson } from "./settle-person.ts";
import type { Settling } from "./settling.ts";
import { subscriptionRequest } from "./subscription-request.ts";

/**
 * Makes again what waits for a recipient and says more than an originator now lets it have. What says no more than before
 * stays; and what has left is not sent again in a lower form: taking it back is a notice of its own.
 */
export async function settleNarrowed(tx: Transaction, settling: Settling, personId: string): Promise<void> {
  const { subscription, now, dependencies } = settling;
  const record = await readRecord(tx, personId);
  if (record === null) {
    return;
  }
  const request = subscriptionRequest(subscription, now, null);
  const saysTooMuch = (sent: SentFields) => {
    const allowed = stillAllowed(request, record, sent, dependencies.engine.policies());
    return allowed.fields.length < fieldsNamed(sent).length;
  };
  const waiting = await readUndelivered(tx, subscription.subscriptionId, personId);
  const purged = waiting.filter(({ kind, sent }) => kind === "updated" && saysTooMuch(sent));
  const unseen = await takeBack(tx, settling, personId, purged);
  if (unseen.length > 0) {
    await settlePerson(tx, settling, personId, { again: unseen, changed: [], by: null });
  }
}
