import { randomBytes } from "node:crypto";
import { SESSION_MAX_MS } from "./session.ts";

/** What is kept for a session in this process and never written down: words of a form, results of a search, what is to be signed. */
export type Desk = {
  /** Keeps something for half an hour; returns the reference to it, which says nothing. */
  readonly keep: (sessionId: string, thing: unknown) => string;
  readonly find: <Thing>(sessionId: string, reference: string) => Thing | null;
  readonly take: <Thing>(sessionId: string, reference: string) => Thing | null;
  /** Ends a session for good: a copy of its cookie is worth nothing. */
  readonly end: (sessionId: string) => void;
  readonly hasEnded: (sessionId: string) => boolean;
};

const KEPT_MS = 30 * 60_000;
const KEPT_PER_SESSION_MAX = 40;
const SESSIONS_MAX = 5_000;

type Kept = { readonly thing: unknown; readonly until: number };

export function createDesk(now: () => Date): Desk {
  const desks = new Map<string, Map<string, Kept>>();
  const ended = new Map<string, number>();
  const find = <Thing>(sessionId: string, reference: string): Thing | null => {
    const kept = desks.get(sessionId)?.get(reference);
    // Whoever keeps a thing under a reference is the one who asks for it by that reference.
    return kept === undefined || kept.until < now().getTime() ? null : (kept.thing as Thing);
  };
  return {
    keep: (sessionId, thing) => {
      const own = desks.get(sessionId) ?? new Map<string, Kept>();
      desks.set(sessionId, own);
      const reference = randomBytes(12).toString("base64url");
      own.set(reference, { thing, until: now().getTime() + KEPT_MS });
      forgetOldest(own, KEPT_PER_SESSION_MAX);
      forgetOldest(desks, SESSIONS_MAX);
      return reference;
    },
    find,
    take: <Thing>(sessionId: string, reference: string) => {
      const thing = find<Thing>(sessionId, reference);
      desks.get(sessionId)?.delete(reference);
      return thing;
    },
    end: (sessionId) => {
      desks.delete(sessionId);
      const at = now().getTime();
      ended.set(sessionId, at);
      for (const [id, since] of ended) if (at - since > SESSION_MAX_MS) ended.delete(id);
    },
    hasEnded: (sessionId) => ended.has(sessionId),
  };
}

/** A map keeps the order of its entries, so the first is the oldest. */
function forgetOldest(map: Map<string, unknown>, max: number): void {
  for (const key of map.keys()) {
    if (map.size <= max) return;
    map.delete(key);
  }
}
