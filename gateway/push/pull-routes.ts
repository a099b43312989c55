import { Hono } from "hono";
import type { Exchanges } from "#schemas/generated/types.ts";
import { HubError } from "#schemas/problems.ts";
import type { CallerEnv } from "../caller/caller-env.ts";
import type { RouteProfile } from "../caller/route-profile.ts";
import { type DoorDependencies, openDoor } from "./door.ts";
import { pullUpdates } from "./pull-updates.ts";
import { cursorAfter, seqAfterCursor } from "./update-cursor.ts";

export const PULL_EVENTS: RouteProfile = {
  method: "GET",
  path: "/v1/events",
  personal: true,
  content: "none",
  idempotent: false,
  claimsNonce: false,
  query: ["subscription", "after", "wait", "limit"],
};

const LIMIT_DEFAULT = 50;
const LIMIT_MAX = 200;
const WAIT_S_MAX = 25;

export function pullRoutes(dependencies: DoorDependencies): Hono<CallerEnv> {
  return new Hono<CallerEnv>().get(PULL_EVENTS.path, async (c) => {
    const { caller } = c.var;
    const limit = whole(caller.query, "limit", { least: 1, most: LIMIT_MAX, otherwise: LIMIT_DEFAULT });
    const waitS = whole(caller.query, "wait", { least: 0, most: WAIT_S_MAX, otherwise: 0 });
    const door = await openDoor(dependencies, caller);
    const { subscription } = door;
    const after = await seqAfterCursor(dependencies, subscription, caller.query.get("after") ?? null);
    const { signal } = c.req.raw;
    const page = await pullUpdates(dependencies, door, { after, limit, waitMs: waitS * 1000, signal });
    if (page.logEntry !== null) {
      c.set("logEntry", page.logEntry);
    }
    const cursor = (seq: number) => cursorAfter(dependencies.cursorSecret, subscription, seq);
    const body: Exchanges["pulled-updates"] = {
      subscription: subscription.name,
      updates: page.updates.map(({ seq, jws }) => ({ cursor: cursor(seq), jws })),
      cursor: cursor(page.updates.at(-1)?.seq ?? after),
      more: page.more,
    };
    return c.json(body);
  });
}

type Bounds = { readonly least: number; readonly most: number; readonly otherwise: number };

function whole(query: ReadonlyMap<string, string>, name: string, { least, most, otherwise }: Bounds): number {
  const text = query.get(name);
  const value = text === undefined ? otherwise : Number(text);
  if ((text !== undefined && !/^[0-9]{1,3}$/.test(text)) || value < least || value > most) {
    const errors = [{ pointer: `/${name}`, message: `is a whole number from ${least} to ${most}` }];
    throw new HubError("validation-failed", `${name} is out of bounds`, { extra: { errors } });
  }
  return value;
}
