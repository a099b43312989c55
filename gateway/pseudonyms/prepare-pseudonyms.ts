import { decideGate } from "#policies/decide.ts";
import type { PolicyRequest } from "#policies/decision.ts";
import { isPseudonymous, makesPseudonyms } from "#policies/makes-pseudonyms.ts";
import type { PolicyEngine } from "../disclosure/decide-and-project.ts";
import type { PseudonymScope } from "./pseudonym-keys.ts";

/**
 * Has the key at hand where an answer to this request may need one. Null where people are known by their pairwise ids, or the
 * request will be refused; else the terms under which they are known by pseudonyms.
 */
export async function preparePseudonyms(engine: PolicyEngine, request: PolicyRequest): Promise<PseudonymScope | null> {
  const scope = scopeNeeded(engine, request);
  if (scope === null) {
    return null;
  }
  await engine.pseudonyms.prepare(scope, request.now);
  return isPseudonymous(scope.purpose) ? scope : null;
}

/** Whether an answer may need a key that is not at hand: then `preparePseudonyms` comes first. */
export function lacksPseudonyms(engine: PolicyEngine, request: PolicyRequest): boolean {
  const scope = scopeNeeded(engine, request);
  return scope !== null && engine.pseudonyms.find(scope) === null;
}

function scopeNeeded(engine: PolicyEngine, request: PolicyRequest): PseudonymScope | null {
  // Whether access was opened is for the decision to find; a key made for nothing does no harm.
  const opened = { ...request, emergency: request.emergency ?? { openedAt: request.now, secondActor: "" } };
  const chosen = decideGate(opened, engine.policies());
  if (chosen.outcome === "refused" || !makesPseudonyms(chosen)) {
    return null;
  }
  const { agreement, party, purpose } = chosen;
  return { agreementId: agreement.document.id, recipient: party, purpose };
}
