import { Hono } from "hono";
import type { PolicyRequest } from "#policies/decision.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import { HubError } from "#schemas/problems.ts";
import type { CallerEnv } from "../caller/caller-env.ts";
import type { RouteProfile } from "../caller/route-profile.ts";
import type { VerifiedRequest } from "../caller/verified-request.ts";
import { atOneMoment } from "../disclosure/decide-and-project.ts";
import { inTransaction } from "../disclosure/in-one-transaction.ts";
import { refuseAtGate } from "../disclosure/pass-gate.ts";
import { once } from "../idempotency.ts";
import { isId } from "../people/pairwise-ids.ts";
import { readBody } from "../read-body.ts";
import type { TagHitDependencies } from "./hit-routes.ts";
import type { HitScope } from "./hit-row.ts";
import { requireHitReader } from "./hit-scope.ts";
import { readHits } from "./read-hits.ts";

const MOVE = {
  method: "POST",
  personal: true,
  content: "json",
  idempotent: true,
  claimsNonce: false,
  contentMax: 16_384,
} as const;

export const QUALIFY_TAG_HIT: RouteProfile = { ...MOVE, path: "/v1/tag-hits/:id/qualification" };
export const RECORD_TAG_HIT_OUTCOME: RouteProfile = { ...MOVE, path: "/v1/tag-hits/:id/outcome" };

/** What a human makes of a hit: the monitoring hub qualifies or rejects it, and the crime's force says what came of it. */
export function tagHitMoveRoutes(dependencies: TagHitDependencies): Hono<CallerEnv> {
  const { askCore } = dependencies;
  return new Hono<CallerEnv>()
    .post("/v1/tag-hits/:id/qualification", async (c) => {
      const { caller } = c.var;
      const hitId = c.req.param("id");
      const request = await requireOne(dependencies, caller, "monitoring-hub");
      const { decision, reason, note } = readBody(caller, "tag-hit-decision");
      if (reason === "other" && note === undefined) {
        throw needsNote();
      }
      const { replayed, body } = await moveOnce(dependencies, caller, `${QUALIFY_TAG_HIT.path} ${hitId}`, async () => {
        await refuseUnseen(dependencies, request, { hitId, by: "monitoring-hub" });
        const decidedBy = { agencyId: caller.agencyId, actor: request.actor };
        await askCore("core.tag-hit.decide", { hitId, decision, reason, note, decidedBy });
        return hitId;
      });
      return c.json(body, 200, replayed ? REPLAYED : {});
    })
    .post("/v1/tag-hits/:id/outcome", async (c) => {
      const { caller } = c.var;
      const hitId = c.req.param("id");
      const request = await requireOne(dependencies, caller, "force");
      const { outcome, note } = readBody(caller, "tag-hit-outcome");
      const route = `${RECORD_TAG_HIT_OUTCOME.path} ${hitId}`;
      const { replayed, body } = await moveOnce(dependencies, caller, route, async () => {
        await refuseUnseen(dependencies, request, { hitId, by: "force" });
        const recordedBy = { agencyId: caller.agencyId, actor: request.actor };
        await askCore("core.tag-hit.record-outcome", { hitId, outcome, note, recordedBy });
        return hitId;
      });
      return c.json(body, 200, replayed ? REPLAYED : {});
    });
}

const REPLAYED = { "idempotency-replayed": "?1" };

/** Lets only the one side go on: the monitoring hub decides, the force tells what came of it. */
export async function requireOne(
  dependencies: TagHitDependencies,
  caller: VerifiedRequest,
  side: HitScope["by"],
): Promise<PolicyRequest> {
  const { request, by } = await requireHitReader(dependencies, caller);
  if (by !== side) {
    const gate = { caller, request, resource: "tag-hit" };
    const refusal = { outcome: "refused", candidates: [], agreement: null } as const;
    return refuseAtGate(dependencies.sql, gate, {
      ...refusal,
      code: "ROLE_NOT_IN_AGREEMENT",
      problem: "actor-not-permitted",
    });
  }
  return request;
}

async function moveOnce(
  { sql, clock }: TagHitDependencies,
  caller: VerifiedRequest,
  route: string,
  move: () => Promise<string>,
) {
  const answer = await once(sql, caller, route, clock.now(), async () => {
    const body: Exchanges["tag-hit-decided"] = { hitId: await move(), outcome: "decided" };
    return { status: 200, body };
  });
  return { replayed: answer.replayed, body: answer.body as Exchanges["tag-hit-decided"] };
}

/** A hit that this officer could not read is as unknown as none. */
async function refuseUnseen(
  dependencies: TagHitDependencies,
  request: PolicyRequest,
  { hitId, by }: Pick<HitScope, "hitId" | "by">,
): Promise<void> {
  const { engine } = atOneMoment(dependencies);
  const scope: HitScope = {
    agencyId: request.party,
    by,
    state: "qualified",
    wide: true,
    hitId: hitId !== null && isId(hitId) ? hitId : NO_HIT,
  };
  const seen = await inTransaction(dependencies.sql, (tx) => readHits(tx, engine, request, scope));
  if (seen.length === 0) {
    throw new HubError("not-found", "no such hit for this caller");
  }
}

/** What cannot be an id still costs the look-up. */
const NO_HIT = "00000000-0000-0000-0000-000000000000";

function needsNote(): HubError {
  const errors = [{ pointer: "/note", message: "is needed with the reason other" }];
  return new HubError("validation-failed", "a decision gave no reason", { extra: { errors } });
}
