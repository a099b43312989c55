import { Hono } from "hono";
import { HubError } from "#schemas/problems.ts";
import type { CallerEnv } from "../caller/caller-env.ts";
import type { RouteProfile } from "../caller/route-profile.ts";
import { refusedProblem } from "../disclosure/disclose.ts";
import { readBody } from "../read-body.ts";
import { onTheBeat } from "./on-the-beat.ts";
import type { Search } from "./run-search.ts";

export const SEARCH: RouteProfile = {
  method: "POST",
  path: "/v1/searches",
  personal: true,
  content: "json",
  idempotent: true,
  claimsNonce: true,
  contentMax: 16_384,
  callClass: "searches",
};

export function searchRoutes({ search }: { readonly search: Search }): Hono<CallerEnv> {
  return new Hono<CallerEnv>().post(SEARCH.path, async (c) => {
    const { caller } = c.var;
    // A search changes nothing, so a repeated one is simply asked again: an answer is not kept to be replayed.
    const asked = readBody(caller, "search-request");
    const found = await onTheBeat(() => search(caller, asked));
    c.set("logEntry", found.logEntry);
    if (found.outcome === "refused") {
      throw refusedProblem(found);
    }
    if (found.outcome === "field-not-queryable") {
      throw new HubError("field-not-queryable", "a field the caller may not read", { extra: { field: found.field } });
    }
    return c.json(found.body);
  });
}
