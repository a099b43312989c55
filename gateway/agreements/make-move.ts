import type { Context } from "hono";
import type { Agreement } from "#policies/agreement-document.ts";
import { agreementLife } from "#policies/life/agreement-life.ts";
import type { Officer } from "#policies/life/draft-moves.ts";
import { GUARDS, type Guard } from "#policies/life/guards.ts";
import { nextStep } from "#policies/life/next-step.ts";
import { standsAt } from "#policies/life/stands-at.ts";
import type { StatusEvent } from "#policies/life/status-event.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import { HubError } from "#schemas/problems.ts";
import type { LedgerReceipt } from "#services/ledger/entry.ts";
import type { NatsConnection } from "#services/platform/bus/bus.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import type { HubKey } from "#services/platform/keys/key-files.ts";
import type { CallerEnv } from "../caller/caller-env.ts";
import type { RouteProfile } from "../caller/route-profile.ts";
import type { PolicyEngine } from "../disclosure/decide-and-project.ts";
import { inTransaction, orLogUnavailable } from "../disclosure/in-one-transaction.ts";
import { requestEvidence } from "../disclosure/record-refusal.ts";
import { once } from "../idempotency.ts";
import { type AgreementRecord, emptyRecord, isParty, readAgreements } from "./agreement-record.ts";
import { statusEvent } from "./bundle/agreement-lives.ts";
import { AGREEMENT_CHANGED, type PolicyKeeper } from "./bundle/keep-policies.ts";
import { lockPolicy, publishBundle } from "./bundle/publish-bundle.ts";
import { recordStep } from "./record-step.ts";
import { type DpoGate, requireDpo } from "./require-dpo.ts";

export type MoveDependencies = DpoGate & {
  readonly bus: NatsConnection;
  readonly policyKey: HubKey;
  readonly policy: Pick<PolicyKeeper, "look">;
  readonly engine: Pick<PolicyEngine, "policies">;
};

/** All that a move may decide by. No other move of any agreement is made meanwhile. */
export type Moving = {
  readonly tx: Transaction;
  readonly record: AgreementRecord;
  readonly officer: Officer;
  readonly now: Date;
};

/** The step a move has come to, with the text of the version it is about. */
export type MadeMove = {
  readonly event: StatusEvent;
  readonly document: Agreement;
  readonly signature?: string;
  /** What follows from the step, in its transaction. */
  readonly afterwards?: () => Promise<void>;
  /** More for the answer than where the version stands. */
  readonly answer?: Pick<Exchanges["agreement-moved"], "faults">;
};

/** A route of moves: content, actor and purpose, once for each Idempotency-Key. */
export const MOVE_PROFILE = {
  method: "POST",
  personal: true,
  content: "json",
  idempotent: true,
  claimsNonce: false,
} as const satisfies Partial<RouteProfile>;

/**
 * Makes one move in the life of an agreement: log entry, event and the bundle that carries it to every node commit together or
 * not at all. This node shares by it before the caller is answered.
 */
export async function makeMove(
  dependencies: MoveDependencies,
  c: Context<CallerEnv>,
  decide: (moving: Moving) => Promise<MadeMove>,
): Promise<Response> {
  const { sql, clock, bus, policy } = dependencies;
  const { caller } = c.var;
  const officer = await requireDpo(dependencies, caller);
  const id = c.req.param("id") ?? "";
  let receipt: LedgerReceipt | undefined;
  const answer = await once(sql, caller, `${caller.method} ${caller.path}`, clock.now(), async () => {
    const moved = await orLogUnavailable(() => inTransaction(sql, (tx) => move(tx, dependencies, c, officer, decide)));
    receipt = moved.receipt;
    return { status: 200, body: moved.body };
  });
  if (receipt === undefined) {
    c.header("idempotency-replayed", "?1");
  } else {
    c.set("logEntry", receipt);
    tellNodes(bus, id);
    await policy.look();
  }
  // What is kept for a key is what was answered to it.
  return c.json(answer.body as Exchanges["agreement-moved"]);
}

/** A hint, after the commit: whatever keeps the bus from it, the move is made, and the notice of the database and the poll say so too. */
function tellNodes(bus: NatsConnection, id: string): void {
  try {
    bus.publish(AGREEMENT_CHANGED, JSON.stringify({ id }));
  } catch {
    // An error here would tell the caller that what was made was not.
  }
}

async function move(
  tx: Transaction,
  { clock, policyKey }: MoveDependencies,
  c: Context<CallerEnv>,
  officer: Officer,
  decide: (moving: Moving) => Promise<MadeMove>,
): Promise<{ readonly receipt: LedgerReceipt; readonly body: Exchanges["agreement-moved"] }> {
  const id = c.req.param("id") ?? "";
  await lockPolicy(tx);
  const record = (await readAgreements(tx)).get(id) ?? emptyRecord(id);
  const now = noSoonerThanLast(record, clock.now());
  if (record.events.length > 0 && !isParty(record, officer.party)) {
    throw new HubError("not-found", "no such agreement of the caller's");
  }
  const { event, document, signature = null, answer = {}, afterwards } = await decide({ tx, record, officer, now });
  const receipt = await recordStep(tx, {
    agreementId: id,
    step: event,
    signature,
    now,
    recipients: document.parties.map((party) => party.id),
    request: requestEvidence(c.var.caller),
  });
  await afterwards?.();
  await publishBundle(tx, { policyKey, now });
  return { receipt, body: { ...bodyOf(record, event, document, { receipt, now }), ...answer } };
}

/**
 * No step is older than the one before it, though another node with a clock ahead of this one made that: a suspension would else
 * lie behind the resumption it follows.
 */
function noSoonerThanLast({ events }: AgreementRecord, now: Date): Date {
  const made = events.filter(({ party }) => party !== null).map(({ at }) => at.getTime());
  return new Date(Math.max(now.getTime(), ...made));
}

function bodyOf(
  record: AgreementRecord,
  event: StatusEvent,
  document: Agreement,
  { receipt, now }: { readonly receipt: LedgerReceipt; readonly now: Date },
): Exchanges["agreement-moved"] {
  const life = agreementLife([...record.events.map(statusEvent), event]);
  const { version, digest } = event;
  const standing = { state: standsAt(life, version, document.effective, now), nextStep: nextStep(life, document, now) };
  const startsAt = event.kind === "activated" ? { startsAt: event.detail.from } : {};
  return { id: record.id, version, digest, ...standing, ...startsAt, receipt: { id: receipt.receiptId } };
}

/** 409 with the guard that failed, and the way out of it. */
export function refuseMove(guard: Guard, more: Readonly<Record<string, unknown>> = {}): never {
  throw new HubError("move-not-allowed", `refused by ${guard}`, { extra: { guard, hint: GUARDS[guard], ...more } });
}

export function requireMove(guard: Guard | null): void {
  if (guard !== null) {
    refuseMove(guard);
  }
}
