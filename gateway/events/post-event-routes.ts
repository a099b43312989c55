import { Hono } from "hono";
import { HubError } from "#schemas/problems.ts";
import { appendEntry } from "#services/ledger/append-entry.ts";
import type { Sql } from "#services/platform/database/database.ts";
import type { Clock } from "#services/platform/environment/clock.ts";
import type { CallerEnv } from "../caller/caller-env.ts";
import type { RouteProfile } from "../caller/route-profile.ts";
import type { VerifiedRequest } from "../caller/verified-request.ts";
import { requestEvidence } from "../disclosure/record-refusal.ts";
import { type KeptAnswer, once } from "../idempotency.ts";
import { readJson } from "../read-body.ts";
import { acceptEvents } from "./accept-events.ts";
import type { PublishEvent } from "./publish-event.ts";

export const POST_EVENTS: RouteProfile = {
  method: "POST",
  path: "/v1/events",
  personal: true,
  content: "json",
  idempotent: true,
  claimsNonce: false,
};

export type PostEventDependencies = { readonly sql: Sql; readonly clock: Clock; readonly publish: PublishEvent };

export function postEventRoutes({ sql, clock, publish }: PostEventDependencies): Hono<CallerEnv> {
  return new Hono<CallerEnv>().post(POST_EVENTS.path, async (c) => {
    const { caller } = c.var;
    const body = readJson(caller);
    const now = clock.now();
    const {
      status,
      body: answer,
      replayed,
    } = await once(sql, caller, POST_EVENTS.path, now, () => takeIn(caller, body, publish));
    if (replayed) {
      c.header("idempotency-replayed", "?1");
      c.set("logEntry", await sql.begin((tx) => logReplay(tx, caller, now)));
    }
    if (status !== 202) {
      throw new HubError("validation-failed", "no event was acceptable", { extra: { errors: answer } });
    }
    return c.json({ results: answer }, 202);
  });
}

/** 202 when anything was taken in; otherwise the reasons, so that a single bad event is one plain refusal. */
async function takeIn(caller: VerifiedRequest, body: unknown, publish: PublishEvent): Promise<KeptAnswer> {
  const results = await acceptEvents(caller, body, publish);
  if (results.some(({ outcome }) => outcome === "accepted")) {
    return { status: 202, body: results };
  }
  const isList = Array.isArray(body);
  const errors = results.flatMap(({ index, errors: found = [] }) =>
    found.map(({ pointer, message }) => ({ pointer: isList ? `/${index}${pointer}` : pointer, message })),
  );
  return { status: 422, body: errors };
}

function logReplay(tx: Parameters<typeof appendEntry>[0], caller: VerifiedRequest, now: Date) {
  return appendEntry(tx, {
    kind: "replay",
    time: now,
    agency: caller.agencyId,
    ...(caller.actor === null ? {} : { actor: caller.actor }),
    recipients: [caller.agencyId],
    resource: "event",
    personId: null,
    fields: [],
    request: requestEvidence(caller),
    detail: {},
  });
}
