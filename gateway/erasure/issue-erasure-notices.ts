import type { Agreement } from "#policies/agreement-document.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import { appendEntry } from "#services/ledger/append-entry.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import { askToRecall } from "./erasure-recalls.ts";
import { type IssuedNotice, insertItems, insertNotices, markEnd, readGiven } from "./erasure-store.ts";
import { deleteBy } from "./retention-due.ts";

const ANSWER_WITHIN_MS = 28 * 86_400_000;

type Issuing = {
  /** The version that ended or was narrowed. */
  readonly agreement: Pick<Agreement, "id" | "version" | "retention">;
  readonly now: Date;
  /** party -> the party that hosts it, whose consents count for it. */
  readonly hostOf?: ReadonlyMap<string, string>;
} & (
  | { readonly reason: "terminated" | "expired" }
  /** Only these fields of these receivers: what they may have no more of. */
  | { readonly reason: "narrowed"; readonly lost: ReadonlyMap<string, readonly FieldPath[]> }
);

/**
 * Tells every receiver what it was given under an agreement and has to erase: one notice for each person, with fields and times and
 * no value (design/agreements section 7), and after a narrowing a recall where the receiver listens. An end is told once, however often it is seen; resolves to how many notices were issued.
 */
export async function issueErasureNotices(tx: Transaction, issuing: Issuing): Promise<number> {
  const { agreement, reason, now } = issuing;
  const { id, version } = agreement;
  if (reason !== "narrowed" && !(await markEnd(tx, { agreementId: id, version, reason, at: now }))) {
    return 0;
  }
  const lost = reason === "narrowed" ? issuing.lost : null;
  const given = await readGiven(tx, id, lost);
  const answerDueAt = new Date(now.getTime() + ANSWER_WITHIN_MS);
  const notices = await insertNotices(tx, { given, agreementId: id, reason, issuedAt: now, answerDueAt });
  const due = await deleteBy(tx, { given, retention: agreement.retention, hostOf: issuing.hostOf ?? new Map(), now });
  await insertItems(tx, notices, due);
  if (reason === "narrowed") {
    await askToRecall(
      tx,
      id,
      notices.map(({ noticeId }) => noticeId),
    );
  }
  for (const receiver of new Set(notices.map(({ agencyId }) => agencyId))) {
    const own = notices.filter(({ agencyId }) => agencyId === receiver);
    await log(tx, issuing, receiver, own);
  }
  return notices.length;
}

/** One entry for each receiver, since an end concerns as many people as it does. */
async function log(
  tx: Transaction,
  { agreement, reason, now }: Issuing,
  receiver: string,
  notices: readonly IssuedNotice[],
): Promise<void> {
  await appendEntry(tx, {
    kind: "agreement.erasure-noticed",
    time: now,
    agency: null,
    recipients: [receiver],
    agreement: `${agreement.id}@${agreement.version}`,
    resource: "erasure-notice",
    personId: null,
    fields: [],
    detail: { reason, notices: notices.map(({ noticeId }) => noticeId) },
  });
}
