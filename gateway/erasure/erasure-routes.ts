import { Hono } from "hono";
import type { PolicyRequest } from "#policies/decision.ts";
import { isKeptOut } from "#policies/limited-access.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import { HubError } from "#schemas/problems.ts";
import { appendEntry } from "#services/ledger/append-entry.ts";
import type { LedgerReceipt } from "#services/ledger/entry.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import type { CallerEnv } from "../caller/caller-env.ts";
import type { RouteProfile } from "../caller/route-profile.ts";
import type { VerifiedRequest } from "../caller/verified-request.ts";
import type { DiscloseDependencies } from "../disclosure/disclose.ts";
import { inOneTransaction } from "../disclosure/in-one-transaction.ts";
import { readRecords } from "../disclosure/read-record.ts";
import { requestEvidence } from "../disclosure/record-refusal.ts";
import { requireRole } from "../disclosure/require-role.ts";
import { once } from "../idempotency.ts";
import { isId } from "../people/pairwise-ids.ts";
import { readBody } from "../read-body.ts";
import { type ErasureNoticePage, noticePage } from "./notice-page.ts";
import { answerNotice, forgetGiven, lockNotice, type NoticeAnswer } from "./notice-store.ts";

const profile = { personal: true, claimsNonce: true } as const;
export const LIST_ERASURE_NOTICES: RouteProfile = {
  ...profile,
  method: "GET",
  path: "/v1/erasure-notices",
  content: "none",
  idempotent: false,
  query: ["after"],
};
export const ANSWER_ERASURE_NOTICE: RouteProfile = {
  ...profile,
  method: "POST",
  path: "/v1/erasure-notices/:id/answer",
  content: "json",
  idempotent: true,
  contentMax: 16_384,
};

export type ErasureDependencies = DiscloseDependencies & { readonly cursorSecret: Uint8Array };

/** What an agency has to erase and whether it did, between the data protection officers of receivers and originators. */
export function erasureRoutes(dependencies: ErasureDependencies): Hono<CallerEnv> {
  const { sql, cursorSecret } = dependencies;
  const required = { roles: ["dpo"], purposes: ["dpo-audit"], resource: "erasure-notice" } as const;
  return new Hono<CallerEnv>()
    .get(LIST_ERASURE_NOTICES.path, async (c) => {
      const { caller } = c.var;
      const request = await requireRole(dependencies, caller, required);
      const reading = { caller, request, cursorSecret };
      const page: ErasureNoticePage = await inOneTransaction(sql, caller, (tx) => noticePage(tx, reading));
      c.set("logEntry", page.logEntry);
      return c.json(page.body);
    })
    .post(ANSWER_ERASURE_NOTICE.path, async (c) => {
      const { caller } = c.var;
      const request = await requireRole(dependencies, caller, required);
      const noticeId = c.req.param("id") ?? "";
      const { outcome, ground = null } = readBody(caller, "erasure-answer");
      refuseGround(outcome, ground);
      const answer = { noticeId, outcome, ground, by: request.actor, at: request.now };
      const route = `${ANSWER_ERASURE_NOTICE.path} ${noticeId}`;
      const kept = await once(sql, caller, route, request.now, async () => {
        c.set("logEntry", await inOneTransaction(sql, caller, (tx) => take(tx, { caller, request, answer })));
        return { status: 200, body: { id: noticeId, outcome } };
      });
      if (kept.replayed) {
        c.header("idempotency-replayed", "?1");
      }
      const body: Exchanges["erasure-answered"] = { id: noticeId, outcome };
      return c.json(body);
    });
}

/** Whoever keeps something says on what ground; whoever has erased everything has none. */
function refuseGround(outcome: NoticeAnswer["outcome"], ground: string | null): void {
  if ((outcome === "erased") !== (ground === null)) {
    const errors = [{ pointer: "/ground", message: "comes with retained and partly, and only with them" }];
    throw new HubError("validation-failed", "outcome and ground disagree", { extra: { errors } });
  }
}

type Answering = {
  readonly caller: VerifiedRequest;
  readonly request: PolicyRequest;
  readonly answer: NoticeAnswer;
};

async function take(tx: Transaction, { caller, request, answer }: Answering): Promise<LedgerReceipt> {
  const { noticeId, outcome } = answer;
  const state = isId(noticeId) ? await lockNotice(tx, caller.agencyId, noticeId) : null;
  if (state === null || (await isKeptFrom(tx, request, state.personId))) {
    throw new HubError("not-found", "no notice of the caller's agency");
  }
  if (state.answered) {
    throw new HubError("move-not-allowed", "answered before", { extra: { guard: "already-answered" } });
  }
  await answerNotice(tx, answer);
  if (outcome === "erased") {
    await forgetGiven(tx, noticeId);
  }
  return appendEntry(tx, {
    kind: "agreement.erasure-answered",
    time: request.now,
    agency: request.party,
    actor: request.actor,
    recipients: [],
    purpose: request.purpose,
    resource: "erasure-notice",
    personId: state.personId,
    fields: [],
    request: requestEvidence(caller),
    detail: { noticeId, agreement: state.agreementId, outcome },
  });
}

async function isKeptFrom(tx: Transaction, request: PolicyRequest, personId: string): Promise<boolean> {
  const [record] = await readRecords(tx, [personId]);
  return record !== undefined && (record.hubStop !== null || isKeptOut(record.accessRestriction, request));
}
