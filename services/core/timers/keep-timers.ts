import type { PublishedTimer } from "#schemas/published-timer.ts";
import type { Scheme } from "#schemas/scheme.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { readCaseEvents } from "../casework/case-events-store.ts";
import { foldCase } from "../casework/fold-case.ts";
import { lockRecord } from "../record/load-record.ts";
import type { RecordState } from "../record/record-state.ts";
import { timersOf } from "./timers-of.ts";

/** What falls due for a person, with what casework keeps beside their record. */
export async function readTimers(
  tx: Transaction,
  state: RecordState,
  scheme: Scheme,
): Promise<readonly PublishedTimer[]> {
  // Only a colour has a supervisor look again, and most changes are of people who have none.
  const isRated = state.cells.some(({ kind, field }) => kind === "value" && field === "iom.ragStatus");
  const [row] = isRated
    ? await tx<{ at: string | null }[]>`
        select core.utc(max(at)) as at from core.supervisor_review where person_id = ${state.personId}`
    : [];
  return timersOf(state, scheme, { supervisedAt: row?.at ?? null, ...(await readReferralDays(tx, state)) });
}

const REFERRAL_STATES: readonly unknown[] = ["screening", "registered", "active"];

/** Only where something of a referral may fall due: most changes are of people who wait for nothing. */
async function readReferralDays(tx: Transaction, { personId, cells }: RecordState) {
  const state = cells.find(({ kind, field }) => kind === "value" && field === "iom.lifecycleState")?.value;
  const events = REFERRAL_STATES.includes(state) ? await readCaseEvents(tx, personId) : [];
  const asked = events.findLast(({ body }) => body.kind === "moved" && body.to === "screening");
  const { isUnratified, unratifiedSince } = foldCase(events);
  return { screenedFrom: asked?.londonDay ?? null, unratifiedSince: isUnratified ? unratifiedSince : null };
}

/** After something beside the record has changed: what falls due is worked out anew. */
export async function keepTimers(tx: Transaction, personId: string, scheme: Scheme): Promise<void> {
  const timers = await readTimers(tx, await lockRecord(tx, personId), scheme);
  await tx`update core.person set timers = ${JSON.stringify(timers)}::text::jsonb where person_id = ${personId}`;
}
