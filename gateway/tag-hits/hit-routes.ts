import { Hono } from "hono";
import type { Exchanges } from "#schemas/generated/types.ts";
import { HubError } from "#schemas/problems.ts";
import type { CallerEnv } from "../caller/caller-env.ts";
import type { RouteProfile } from "../caller/route-profile.ts";
import { atOneMoment } from "../disclosure/decide-and-project.ts";
import type { DiscloseDependencies } from "../disclosure/disclose.ts";
import { inOneTransaction } from "../disclosure/in-one-transaction.ts";
import { logConsultation } from "../log-consultation.ts";
import type { AskCore } from "./ask-core.ts";
import { requireHitReader, scopeOf } from "./hit-scope.ts";
import { discloseHits, readHits } from "./read-hits.ts";
import { readPrecision } from "./read-precision.ts";

export const LIST_TAG_HITS: RouteProfile = {
  method: "GET",
  path: "/v1/tag-hits",
  personal: true,
  content: "none",
  idempotent: false,
  claimsNonce: true,
  query: ["state", "wide", "hit"],
};

export type TagHitDependencies = DiscloseDependencies & { readonly askCore: AskCore };

/** Hits as the caller may see them: the monitoring hub its queue, a force the qualified ones of its own crimes. */
export function tagHitRoutes(dependencies: TagHitDependencies): Hono<CallerEnv> {
  const { sql } = dependencies;
  return new Hono<CallerEnv>().get(LIST_TAG_HITS.path, async (c) => {
    const { caller } = c.var;
    const held = atOneMoment(dependencies);
    const { request, by } = await requireHitReader(held, caller);
    const scope = scopeOf(caller, by);
    const { body, logEntry } = await inOneTransaction(sql, caller, async (tx) => {
      const hits = await readHits(tx, held.engine, request, scope);
      const consulted = {
        caller,
        request,
        resource: "tag-hit",
        fields: [],
        detail: { hits: hits.map(({ row }) => row.hit_id), state: scope.state },
      };
      const entry = await logConsultation(tx, consulted);
      const answer: Exchanges["tag-hits"] = {
        hits: await discloseHits(tx, caller, request, hits),
        ...(by === "monitoring-hub" && scope.hitId === null
          ? { precision: await readPrecision(tx, caller.agencyId) }
          : {}),
      };
      return { body: answer, logEntry: entry };
    });
    if (scope.hitId !== null && body.hits.length === 0) {
      throw new HubError("not-found", "no such hit for this caller");
    }
    c.set("logEntry", logEntry);
    return c.json(body);
  });
}
