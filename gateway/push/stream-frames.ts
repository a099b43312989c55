import { randomInt } from "node:crypto";
import { HubError } from "#schemas/problems.ts";
import { type Door, type DoorDependencies, refuseClosedDoor } from "./door.ts";
import { type HandedOut, handOut } from "./hand-out.ts";
import { cursorAfter } from "./update-cursor.ts";

/** Most updates read ahead of a client; with the page's limit of 1 MiB, all that a slow one can make the hub hold. */
const READ_AHEAD_MAX = 256;

export type StreamTiming = {
  readonly heartbeatMs: number;
  /** After which a stream ends, so that keys and agreement are checked afresh. */
  readonly lifetimeMs: number;
  readonly pollMs: number;
  readonly waitingMs: number;
};

export const STREAM_TIMING: StreamTiming = {
  heartbeatMs: 15_000,
  lifetimeMs: 15 * 60_000,
  pollMs: 4_000,
  waitingMs: 15,
};

type Following = {
  readonly door: Door;
  readonly after: number;
  readonly signal: AbortSignal;
  /** False once the key that opened the stream is no longer good. */
  readonly isKeyGood: () => boolean;
  readonly timing: StreamTiming;
};

/** The text of an event stream, frame by frame; it asks for more updates only when the last frame was taken. */
export async function* streamFrames(
  dependencies: DoorDependencies,
  following: Following,
): AsyncGenerator<string, void, undefined> {
  const isOpen = openUntil(following);
  let seq = following.after;
  let quietSinceMs = performance.now();
  yield `retry: ${randomInt(1_000, 3_000)}\n\n`;
  while (isOpen()) {
    const seen = dependencies.wakes.count();
    const settled = await settleOpenDoor(dependencies, following.door);
    if (settled === "closed") {
      return;
    }
    const page = yield* pageFrames(dependencies, following.door, seq);
    seq = page.seq;
    if (page.updates > 0) {
      quietSinceMs = performance.now();
    } else if (await restOrBeat(dependencies, following, { seen, settled, quietSinceMs })) {
      quietSinceMs = performance.now();
      yield ": still here\n\n";
    }
  }
}

/** The frames of one page, as far as what it was decided by holds; returns the last number given. */
async function* pageFrames(
  dependencies: DoorDependencies,
  door: Door,
  after: number,
): AsyncGenerator<string, { readonly seq: number; readonly updates: number }, undefined> {
  const policies = dependencies.engine.policies();
  const { updates } = await handOut(dependencies, door, after, READ_AHEAD_MAX);
  let seq = after;
  for (const update of updates) {
    // A slow reader takes long over a page, so the rest is decided again once another policy is in force.
    if (dependencies.engine.policies() !== policies || !isDoorOpen(dependencies, door)) {
      break;
    }
    yield updateFrame(dependencies, door, update);
    seq = update.seq;
  }
  return { seq, updates: updates.length };
}

function updateFrame({ cursorSecret }: DoorDependencies, { subscription }: Door, { seq, jws }: HandedOut): string {
  return `id: ${cursorAfter(cursorSecret, subscription, seq)}\ndata: ${jws}\n\n`;
}

function openUntil({ signal, isKeyGood, timing }: Following): () => boolean {
  const endsAtMs = performance.now() + timing.lifetimeMs;
  return () => !signal.aborted && performance.now() < endsAtMs && isKeyGood();
}

type Quiet = { readonly seen: number; readonly settled: "open" | "waiting"; readonly quietSinceMs: number };

/** Waits for the next hint, or until it is time to look anyway; true when a sign of life is due. */
async function restOrBeat(
  { wakes }: DoorDependencies,
  { timing, signal }: Following,
  { seen, settled, quietSinceMs }: Quiet,
): Promise<boolean> {
  const lookAgainMs = settled === "waiting" ? timing.waitingMs : timing.pollMs;
  const untilBeatMs = quietSinceMs + timing.heartbeatMs - performance.now();
  await wakes.after(seen, Math.max(1, Math.min(untilBeatMs, lookAgainMs)), signal);
  return performance.now() - quietSinceMs >= timing.heartbeatMs;
}

/** Settles what is due; `closed` once agreement, actor or purpose no longer let anything through. */
async function settleOpenDoor(dependencies: DoorDependencies, door: Door): Promise<"open" | "waiting" | "closed"> {
  const outcome = await dependencies.settle(door.subscription.subscriptionId);
  if ((outcome !== "settled" && outcome !== "waiting") || !isDoorOpen(dependencies, door)) {
    return "closed";
  }
  return outcome === "waiting" ? "waiting" : "open";
}

function isDoorOpen(dependencies: DoorDependencies, door: Door): boolean {
  try {
    refuseClosedDoor(dependencies, door);
    return true;
  } catch (error) {
    if (error instanceof HubError) {
      return false;
    }
    throw error;
  }
}
