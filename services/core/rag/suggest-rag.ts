import { dayAfter, londonMidnight } from "../facts/calendar.ts";
import { londonDay } from "../record/apply/london-day.ts";
import type { RagEvidence } from "./rag-evidence.ts";
import { GREEN_CHECKS, RAG_RULES, type RuleId } from "./rag-rules.ts";
import type { RagSettings } from "./rag-settings.ts";
import { housingAtRisk, notAssessed, nothingSent, releasedLately } from "./rules/circumstances.ts";
import { consentInstants } from "./rules/consented.ts";
import { greenChecks, isGreen } from "./rules/green-checks.ts";
import {
  arrestedOrCharged,
  gradedIntelligence,
  offenceNotSent,
  pendingUntil,
  qualifiedHit,
  wantedOrOnWarrant,
} from "./rules/offending.ts";
import { type GreenCheck, type Question, type RuleHit, type Told, type Unknown, windowsAt } from "./rules/rule-hit.ts";
import { absences, breachOrRecall, disengaged, positiveTest, tagRemovedOrViolated } from "./rules/supervision.ts";

/** Changes whenever the same evidence could give another suggestion, so that an old one can be told from a wrong one. */
export const RAG_ENGINE_VERSION = "rag-1";

export type SuggestedColour = "red" | "amber" | "green" | "blue";

/** What the engine suggests; a person decides. Recomputable from the stored events at any instant. */
export type RagSuggestion = {
  readonly colour: SuggestedColour;
  readonly ruleHits: readonly Told<RuleHit>[];
  readonly checks: readonly Told<GreenCheck>[];
  readonly unknowns: readonly Unknown[];
  readonly engineVersion: string;
};

const RULES: { readonly [Id in RuleId]: (question: Question) => readonly RuleHit[] } = {
  R1: arrestedOrCharged,
  R2: wantedOrOnWarrant,
  R3: breachOrRecall,
  R4: qualifiedHit,
  R5: tagRemovedOrViolated,
  R6: absences,
  R7: gradedIntelligence,
  R8: positiveTest,
  R9: disengaged,
  R10: housingAtRisk,
  R11: releasedLately,
  R12: nothingSent,
  R13: notAssessed,
};

/**
 * Suggests a colour by the worst rule that matches, keeping every reason. Matching no rule is green only where all that green
 * needs is known; otherwise amber, since silence is not good news.
 */
export function suggestRag(evidence: RagEvidence, settings: RagSettings, now: Date): RagSuggestion {
  const question = askedOf(evidence, settings, now);
  const ruleHits = Object.values(RULES).flatMap((rule) => rule(question));
  const checks = greenChecks(question);
  const unknowns = [...offenceNotSent(question), ...checks.filter(({ answer }) => answer === "unknown").map(asUnknown)];
  const colour = settings.blue && evidence.inCustody ? "blue" : worstOf(ruleHits, checks, settings);
  return {
    colour,
    ruleHits: ruleHits.map((hit) => ({ ...hit, endsWhen: RAG_RULES[hit.ruleId].endsWhen })),
    checks: checks.map((check) => ({ ...check, endsWhen: GREEN_CHECKS[check.checkId].endsWhen })),
    unknowns,
    engineVersion: RAG_ENGINE_VERSION,
  };
}

function worstOf(hits: readonly RuleHit[], checks: readonly GreenCheck[], { greenRule }: RagSettings): SuggestedColour {
  if (hits.some(({ suggests }) => suggests === "red")) {
    return "red";
  }
  return hits.length === 0 && isGreen(checks, greenRule) ? "green" : "amber";
}

function asUnknown({ checkId, text, evidence }: GreenCheck): Unknown {
  return { ruleId: checkId, text, evidence };
}

/** The next instant at which the same evidence may give another suggestion: a London midnight, or sooner a consent or a pending hit. */
export function reconsiderAt(evidence: RagEvidence, settings: RagSettings, now: Date): Date {
  const question = askedOf(evidence, settings, now);
  const midnight = Date.parse(londonMidnight(dayAfter(question.today)));
  // A hit has waited too long only once the hours are over.
  const pending = pendingUntil(question).map((instant) => instant + 1);
  const instants = [...pending, ...consentInstants(question)].filter((instant) => instant > now.getTime());
  return new Date(Math.min(midnight, ...instants));
}

function askedOf(evidence: RagEvidence, settings: RagSettings, now: Date): Question {
  const today = londonDay(now.toISOString());
  return { evidence, settings, now, today, window: windowsAt(settings, today, now) };
}
