import { type Context, Hono } from "hono";
import type { Exchanges } from "#schemas/generated/types.ts";
import { HubError } from "#schemas/problems.ts";
import { appendEntry } from "#services/ledger/append-entry.ts";
import type { LedgerReceipt } from "#services/ledger/entry.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import type { CallerEnv } from "../caller/caller-env.ts";
import type { RouteProfile } from "../caller/route-profile.ts";
import type { VerifiedRequest } from "../caller/verified-request.ts";
import { atOneMoment } from "../disclosure/decide-and-project.ts";
import { inOneTransaction } from "../disclosure/in-one-transaction.ts";
import { passGate } from "../disclosure/pass-gate.ts";
import { policyRequest } from "../disclosure/policy-request.ts";
import { requestEvidence } from "../disclosure/record-refusal.ts";
import { preparePseudonyms } from "../pseudonyms/prepare-pseudonyms.ts";
import type { DoorDependencies } from "../push/door.ts";
import { cursorAfter } from "../push/update-cursor.ts";
import { readBody } from "../read-body.ts";
import { putSubscription, requireMatch, subscriptionEtag } from "./put-subscription.ts";
import type { Subscription, SubscriptionScope } from "./subscription.ts";
import { deleteSubscription, findSubscription } from "./subscription-store.ts";

const PATH = "/v1/subscriptions/:id";
const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const NAME_LENGTH_MAX = 64;

const profile = { path: PATH, personal: true, content: "none", idempotent: false } as const;
export const GET_SUBSCRIPTION: RouteProfile = { ...profile, method: "GET", claimsNonce: false };
export const PUT_SUBSCRIPTION: RouteProfile = { ...profile, method: "PUT", content: "json", claimsNonce: true };
export const DELETE_SUBSCRIPTION: RouteProfile = { ...profile, method: "DELETE", claimsNonce: true };

export function subscriptionRoutes(dependencies: DoorDependencies): Hono<CallerEnv> {
  const { sql, officers, clock } = dependencies;
  return new Hono<CallerEnv>()
    .get(PATH, async (c) => {
      const subscription = await findSubscription(sql, c.var.caller.agencyId, c.req.param("id"));
      return answer(c, dependencies, subscription ?? notThere(), 200);
    })
    .put(PATH, async (c) => {
      const { caller } = c.var;
      const name = nameOf(c.req.param("id"));
      const { scope, mode = "projected" } = readBody(caller, "subscription-request");
      const request = policyRequest({ caller, officers, now: clock.now(), outlet: "updates", fields: null });
      const held = atOneMoment(dependencies);
      const terms = await passGate(held, { caller, request, resource: "subscription" });
      await preparePseudonyms(held.engine, request);
      const wanted = { name, scope: scopeIn(scope), mode, ifMatch: caller.ifMatch, request, terms };
      const { put, logEntry } = await inOneTransaction(sql, caller, async (tx) => ({
        put: await putSubscription(tx, held, wanted),
        logEntry: await logChange(tx, caller, request.now, name),
      }));
      c.set("logEntry", logEntry);
      return answer(c, dependencies, put.subscription, put.made ? 201 : 200);
    })
    .delete(PATH, async (c) => {
      const { caller } = c.var;
      const logEntry = await inOneTransaction(sql, caller, async (tx) => {
        const existing = (await findSubscription(tx, caller.agencyId, c.req.param("id"))) ?? notThere();
        requireMatch(existing, caller.ifMatch);
        await deleteSubscription(tx, existing.subscriptionId);
        return logChange(tx, caller, clock.now(), existing.name);
      });
      c.set("logEntry", logEntry);
      return c.body(null, 204);
    });
}

function answer(
  c: Context<CallerEnv>,
  { cursorSecret }: DoorDependencies,
  subscription: Subscription,
  status: 200 | 201,
): Response {
  c.header("etag", subscriptionEtag(subscription));
  const body: Exchanges["subscription"] = {
    id: subscription.name,
    purpose: subscription.purpose,
    agreement: subscription.agreementId,
    scope: subscription.scope,
    mode: subscription.mode,
    state: subscription.state,
    createdAt: subscription.createdAt.toISOString(),
    cursor: cursorAfter(cursorSecret, subscription, subscription.lastSeq),
  };
  return c.json(body, status);
}

function scopeIn({ kind, personIds }: Exchanges["subscription-request"]["scope"]): SubscriptionScope {
  if ((kind === "listed") !== (personIds !== undefined)) {
    const errors = [{ pointer: "/scope/personIds", message: "comes with kind listed, and only with it" }];
    throw new HubError("validation-failed", "scope and list disagree", { extra: { errors } });
  }
  return kind === "listed" ? { kind, personIds: personIds ?? [] } : { kind };
}

function nameOf(id: string): string {
  if (!NAME.test(id) || id.length > NAME_LENGTH_MAX) {
    const errors = [
      { pointer: "/id", message: `is lower-case words and digits with hyphens, at most ${NAME_LENGTH_MAX}` },
    ];
    throw new HubError("validation-failed", "no name of a subscription", { extra: { errors } });
  }
  return id;
}

function notThere(): never {
  throw new HubError("not-found", "no subscription of that name");
}

function logChange(tx: Transaction, caller: VerifiedRequest, now: Date, name: string): Promise<LedgerReceipt> {
  return appendEntry(tx, {
    kind: "consultation",
    time: now,
    agency: caller.agencyId,
    ...(caller.actor === null ? {} : { actor: caller.actor }),
    recipients: [caller.agencyId],
    ...(caller.purpose === null ? {} : { purpose: caller.purpose }),
    resource: "subscription",
    personId: null,
    fields: [],
    request: requestEvidence(caller),
    detail: { subscription: name, method: caller.method },
  });
}
