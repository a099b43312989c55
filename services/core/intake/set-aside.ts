import { createHash } from "node:crypto";
import { parseFeedSubject } from "#schemas/subjects.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { messageIdOf, type RawMessage, type SetAsideReason, sourceOf } from "./feed-message.ts";
import { countSourceEvent } from "./source-events.ts";

/** Reasons after which the same message may be taken in again, so that it is kept. */
const WORTH_KEEPING: ReadonlySet<SetAsideReason> = new Set(["type-unknown", "processing-failed"]);

/**
 * Puts a message out of the way of the good ones. It counts as read of its source, since sending it again would
 * end here again; content that was never rightly the hub's is not kept.
 */
export async function setAside(tx: Transaction, message: RawMessage, reason: SetAsideReason, now: Date): Promise<void> {
  const messageId = messageIdOf(message);
  const agencyId = parseFeedSubject(message.subject)?.agencyId ?? null;
  const body = WORTH_KEEPING.has(reason) ? Buffer.from(message.body) : null;
  await tx`
    insert into core.set_aside as s (message_id, agency_id, reason, subject, bytes, sha256, body, first_at, last_at)
    values (${messageId}, ${agencyId}, ${reason}, ${message.subject}, ${message.body.length},
      ${createHash("sha256").update(message.body).digest("hex")}, ${body}, ${now}, ${now})
    on conflict (message_id) do update set reason = excluded.reason, bytes = excluded.bytes, sha256 = excluded.sha256,
      body = excluded.body, last_at = excluded.last_at, times = s.times + 1`;
  if (agencyId !== null) {
    const eventId = messageId.startsWith(`${agencyId}:`) ? messageId.slice(agencyId.length + 1) : messageId;
    await countSourceEvent(tx, { agencyId, eventId, source: sourceOf(message, eventId).source });
  }
}
