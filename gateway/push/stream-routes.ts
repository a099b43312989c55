import { Hono } from "hono";
import { HubError } from "#schemas/problems.ts";
import { describeFault } from "#services/platform/log/describe-fault.ts";
import type { Logger } from "#services/platform/log/logger.ts";
import type { CallerEnv } from "../caller/caller-env.ts";
import type { KeyDirectory } from "../caller/key-directory.ts";
import type { RouteProfile } from "../caller/route-profile.ts";
import type { Subscription } from "../subscriptions/subscription.ts";
import { type DoorDependencies, openDoor } from "./door.ts";
import { eventStream } from "./event-stream.ts";
import { resetFrame } from "./reset-frame.ts";
import { STREAM_TIMING, type StreamTiming, streamFrames } from "./stream-frames.ts";
import { seqAfterCursor } from "./update-cursor.ts";

export const FOLLOW_EVENTS: RouteProfile = {
  method: "GET",
  path: "/v1/events/stream",
  personal: true,
  content: "none",
  idempotent: false,
  claimsNonce: false,
  query: ["subscription", "after"],
};

const STREAMS_AN_AGENCY_MAX = 8;
const HEADERS = { "content-type": "text/event-stream", "cache-control": "no-store" };

export type StreamDependencies = DoorDependencies & {
  readonly log: Logger;
  readonly agencyKeys: Pick<KeyDirectory, "find">;
  /** Ends every stream when the gateway stops. */
  readonly stopping: AbortSignal;
  readonly timing?: StreamTiming;
};

export function streamRoutes(dependencies: StreamDependencies): Hono<CallerEnv> {
  const open = new Map<string, number>();
  return new Hono<CallerEnv>().get(FOLLOW_EVENTS.path, async (c) => {
    const { caller } = c.var;
    const { agencyId, keyid } = caller;
    const door = await openDoor(dependencies, caller);
    const others = open.get(agencyId) ?? 0;
    if (others >= STREAMS_AN_AGENCY_MAX) {
      throw new HubError("too-many-streams", `an agency may hold ${STREAMS_AN_AGENCY_MAX} streams open`);
    }
    const cursor = caller.lastEventId ?? caller.query.get("after") ?? null;
    const after = await seqOrReset(dependencies, door.subscription, cursor);
    if (typeof after === "string") {
      return new Response(after, { headers: HEADERS });
    }
    open.set(agencyId, (open.get(agencyId) ?? 0) + 1);
    const stop = new AbortController();
    const signal = AbortSignal.any([stop.signal, dependencies.stopping]);
    const isKeyGood = () => dependencies.agencyKeys.find(keyid) !== undefined;
    const { timing = STREAM_TIMING } = dependencies;
    const frames = streamFrames(dependencies, { door, after, signal, isKeyGood, timing });
    const body = eventStream(frames, stop, {
      onEnd: () => open.set(agencyId, (open.get(agencyId) ?? 1) - 1),
      onError: (error) =>
        dependencies.log.error({ fault: describeFault(error), requestId: caller.requestId }, "a stream broke off"),
    });
    return new Response(body, { headers: HEADERS });
  });
}

/** Where to go on from; for a cursor older than what is kept, the one frame that says to read afresh and where to start. */
async function seqOrReset(
  dependencies: StreamDependencies,
  subscription: Subscription,
  cursor: string | null,
): Promise<number | string> {
  try {
    return await seqAfterCursor(dependencies, subscription, cursor);
  } catch (error) {
    if (error instanceof HubError && error.code === "cursor-expired") {
      return resetFrame(dependencies, subscription);
    }
    throw error;
  }
}
