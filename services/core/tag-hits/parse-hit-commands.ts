import type { Question } from "./ask-about-person.ts";
import type { HitDecision } from "./decide-hit.ts";
import type { By } from "./note-hit-event.ts";
import type { HitOutcome } from "./record-outcome.ts";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const TEXT_LENGTH_MAX = 2_000;
const DECISIONS = ["qualify", "reject"] as const;
const OUTCOMES = ["ruledIn", "ruledOut", "inconclusive"] as const;

/** Null for anything that is not exactly the command. */
export function parseHitDecision(body: unknown): HitDecision | null {
  const hitId = uuidIn(body, "hitId");
  const decision = DECISIONS.find((one) => one === memberOf(body, "decision")) ?? null;
  const reason = textIn(body, "reason");
  const decidedBy = byIn(body, "decidedBy");
  return hitId === null || decision === null || reason === null || decidedBy === null
    ? null
    : { hitId, decision, reason, note: textIn(body, "note"), decidedBy };
}

/** Null for anything that is not exactly the command. */
export function parseHitOutcome(body: unknown): HitOutcome | null {
  const hitId = uuidIn(body, "hitId");
  const outcome = OUTCOMES.find((one) => one === memberOf(body, "outcome")) ?? null;
  const recordedBy = byIn(body, "recordedBy");
  return hitId === null || outcome === null || recordedBy === null
    ? null
    : { hitId, outcome, note: textIn(body, "note"), recordedBy };
}

/** Null for anything that is not exactly the command. */
export function parseQuestion(body: unknown): Question | null {
  const crimeReference = textIn(body, "crimeReference");
  const personId = uuidIn(body, "personId");
  const askedBy = byIn(body, "askedBy");
  return crimeReference === null || personId === null || askedBy === null
    ? null
    : { crimeReference, personId, askedBy, force: textIn(body, "force") };
}

function memberOf(body: unknown, name: string): unknown {
  return typeof body === "object" && body !== null && Object.hasOwn(body, name) ? Reflect.get(body, name) : undefined;
}

function textIn(body: unknown, name: string): string | null {
  const text = memberOf(body, name);
  return typeof text === "string" && text !== "" && text.length <= TEXT_LENGTH_MAX ? text : null;
}

function uuidIn(body: unknown, name: string): string | null {
  const text = textIn(body, name)?.toLowerCase() ?? "";
  return UUID.test(text) ? text : null;
}

function byIn(body: unknown, name: string): By | null {
  const by = memberOf(body, name);
  const [agencyId, actor] = [textIn(by, "agencyId"), textIn(by, "actor")];
  return agencyId === null || actor === null ? null : { agencyId, actor };
}
