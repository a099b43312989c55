import type { PolicyRequest } from "#policies/decision.ts";
import { isKeptOut } from "#policies/limited-access.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import type { LedgerReceipt } from "#services/ledger/entry.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import type { VerifiedRequest } from "../caller/verified-request.ts";
import { openCursor, sealCursor } from "../cursor.ts";
import { readRecords } from "../disclosure/read-record.ts";
import { logConsultation } from "../log-consultation.ts";
import { NOBODY, pairwiseIds } from "../people/pairwise-ids.ts";
import { escalateUnanswered } from "./escalate-unanswered.ts";
import { type ErasureNotice, type NoticePlace, readNotices } from "./notice-store.ts";

const NOTICES_A_PAGE = 100;
const NOTICES_A_READ = 200;
const RESOURCE = "erasure-notice";

type Reading = {
  readonly caller: VerifiedRequest;
  readonly request: PolicyRequest;
  readonly cursorSecret: Uint8Array;
};

export type ErasureNoticePage = { readonly body: Exchanges["erasure-notices"]; readonly logEntry: LedgerReceipt };

/** The next notices that concern the reader's agency. What is overdue is passed on first, so that its reader does not wait for a clock. */
export async function noticePage(tx: Transaction, reading: Reading): Promise<ErasureNoticePage> {
  const { caller, request } = reading;
  await escalateUnanswered(tx, request.now);
  const told = await readTold(tx, reading);
  const visible = told.slice(0, NOTICES_A_PAGE);
  const ids = await pairwiseIds(tx, request.party, [...new Set(visible.map(({ personId }) => personId))]);
  const notices = visible.map((notice) => shown(notice, ids.get(notice.personId) ?? NOBODY, request.party));
  const detail = { notices: visible.map(({ noticeId }) => noticeId) };
  const logEntry = await logConsultation(tx, { caller, request, resource: RESOURCE, fields: [], detail });
  const last = told.length > NOTICES_A_PAGE ? visible.at(-1) : undefined;
  return { body: { notices, cursor: last === undefined ? null : cursorAt(reading, last) }, logEntry };
}

/** A page and one more where there are more: filled with what the reader may be told, so that a short page tells of nobody who is hidden. */
async function readTold(tx: Transaction, reading: Reading): Promise<readonly ErasureNotice[]> {
  const { request } = reading;
  const told: ErasureNotice[] = [];
  let after = placeAfter(reading);
  let read: readonly ErasureNotice[] = [];
  do {
    read = await readNotices(tx, request.party, { after, limit: NOTICES_A_READ });
    told.push(...(await withoutKeptOut(tx, request, read)));
    after = read.at(-1) ?? after;
  } while (read.length === NOTICES_A_READ && told.length <= NOTICES_A_PAGE);
  return told;
}

/** A restriction comes before everything; what an excluded agency must erase is then for people to arrange. */
async function withoutKeptOut(
  tx: Transaction,
  request: PolicyRequest,
  notices: readonly ErasureNotice[],
): Promise<readonly ErasureNotice[]> {
  const records = await readRecords(tx, [...new Set(notices.map(({ personId }) => personId))]);
  const kept = records.filter(
    ({ accessRestriction, hubStop }) => hubStop !== null || isKeptOut(accessRestriction, request),
  );
  const hidden = new Set(kept.map(({ personId }) => personId));
  return notices.filter(({ personId }) => !hidden.has(personId));
}

function shown(
  notice: ErasureNotice,
  personId: string,
  reader: string,
): Exchanges["erasure-notices"]["notices"][number] {
  const { noticeId, receiver, agreementId, reason, issuedAt, answerDueAt, outcome, ground, answeredAt } = notice;
  return {
    id: noticeId,
    receiver,
    personId,
    agreement: agreementId,
    reason,
    issuedAt: issuedAt.toISOString(),
    answerDueAt: answerDueAt.toISOString(),
    fields: notice.fields.map(({ field, firstAt, lastAt, deleteBy }) => ({
      field,
      firstDisclosedAt: utc(firstAt),
      lastDisclosedAt: utc(lastAt),
      deleteBy: utc(deleteBy),
    })),
    answer: outcome === null || answeredAt === null ? null : { outcome, ground, answeredAt: answeredAt.toISOString() },
    escalated: notice.escalatedAt !== null,
    forYouTo: receiver === reader ? "answer" : "pursue",
  };
}

function utc(instant: string): string {
  return new Date(instant).toISOString();
}

function scopeOf({ caller }: Reading): string {
  return `erasure-notices ${caller.agencyId}`;
}

const FIRST: NoticePlace = { issuedAt: new Date(0), noticeId: NOBODY };

function placeAfter(reading: Reading): NoticePlace {
  const cursor = reading.caller.query.get("after");
  if (cursor === undefined) {
    return FIRST;
  }
  const [issuedAt = "", noticeId = NOBODY] = openCursor(reading.cursorSecret, scopeOf(reading), cursor).split(" ");
  return { issuedAt: new Date(issuedAt), noticeId };
}

function cursorAt(reading: Reading, { issuedAt, noticeId }: ErasureNotice): string {
  return sealCursor(reading.cursorSecret, scopeOf(reading), `${issuedAt.toISOString()} ${noticeId}`);
}
