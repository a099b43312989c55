import { londonDay } from "../../record/apply/london-day.ts";
import type { Intelligence, Match, Offending } from "../rag-evidence.ts";
import type { RagSettings } from "../rag-settings.ts";
import { cite, type Question, type RuleHit, type Unknown } from "./rule-hit.ts";

/** R1: arrested or charged with an offence of the set of the person's cohort. */
export function arrestedOrCharged({ evidence, settings, window }: Question): readonly RuleHit[] {
  const set = offenceSet(evidence.standing.cohort, settings);
  const within = window("R1");
  return evidence.offending
    .filter(({ at, hoCode }) => hoCode !== null && within.covers(at) && isInSet(hoCode, set))
    .map((one) => ({
      ruleId: "R1",
      suggests: "red",
      text: `${one.kind === "arrest" ? "Arrested" : "Charged"} on ${londonDay(one.at)} with an offence of the scheme's set.`,
      evidence: [citeOffending(one)],
      endsOn: within.endsOn(one.at),
    }));
}

/** An arrest whose offence was not sent may be one of the set. */
export function offenceNotSent({ evidence, window }: Question): readonly Unknown[] {
  return evidence.offending
    .filter(({ at, hoCode }) => hoCode === null && window("R1").covers(at))
    .map((one) => ({
      ruleId: "R1",
      text: `The offence of ${londonDay(one.at)} was not sent.`,
      evidence: [citeOffending(one)],
    }));
}

function citeOffending({ kind, from }: Offending) {
  return cite("R1", kind === "arrest" ? "police.currentArrest" : "police.offendingHistory", from);
}

function offenceSet(
  cohort: Question["evidence"]["standing"]["cohort"],
  { offenceSets }: RagSettings,
): readonly string[] {
  return cohort === null ? [] : offenceSets[cohort];
}

/** A set names codes, or a class of them as `130/*`. */
/** Whether a set names an offence, by its code or by its whole class. */
export function isInSet(hoCode: string, set: readonly string[]): boolean {
  return set.some((one) => one === hoCode || (one.endsWith("/*") && hoCode.startsWith(one.slice(0, -1))));
}

/** R2: wanted, or a warrant unexecuted. */
export function wantedOrOnWarrant({ evidence }: Question): readonly RuleHit[] {
  const { wanted, warrants } = evidence;
  const [newest] = warrants.toReversed();
  return [
    ...(wanted?.status === "wanted"
      ? [standing("Wanted by the police.", cite("R2", "police.wantedStatus", wanted.from))]
      : []),
    ...(newest === undefined
      ? []
      : [standing("A warrant has not been executed.", cite("R2", "police.warrants", newest.from))]),
  ];
}

function standing(text: string, cited: RuleHit["evidence"][number]): RuleHit {
  return { ruleId: "R2", suggests: "red", text, evidence: [cited], endsOn: null };
}

const HOUR_MS = 3_600_000;

/** R4: a qualified tag hit that was ruled in, or that has waited too long for the police to rule on it. */
export function qualifiedHit(question: Question): readonly RuleHit[] {
  return question.evidence.matches.flatMap((match) => ruledIn(match, question) ?? pending(match, question) ?? []);
}

function ruledIn({ outcome, outcomeAt, from }: Match, { window }: Question): RuleHit | null {
  const within = window("R4");
  if (outcome !== "ruledIn" || outcomeAt === null || !within.covers(outcomeAt)) {
    return null;
  }
  const text = `A tag hit was ruled in on ${londonDay(outcomeAt)}.`;
  return {
    ruleId: "R4",
    suggests: "red",
    text,
    evidence: [cite("R4", "tag.qualifiedMatch", from)],
    endsOn: within.endsOn(outcomeAt),
  };
}

function pending(match: Match, { settings, now }: Question): RuleHit | null {
  const waitingMs = now.getTime() - Date.parse(match.qualifiedAt);
  if (match.outcome !== null || waitingMs <= settings.pendingMatchHours * HOUR_MS) {
    return null;
  }
  const text = `A tag hit of ${londonDay(match.qualifiedAt)} waits for the police to rule on it.`;
  return {
    ruleId: "R4",
    suggests: "amber",
    text,
    evidence: [cite("R4", "tag.qualifiedMatch", match.from)],
    endsOn: null,
  };
}

/** The instant at which a hit that waits has waited too long, for each that has not yet. */
export function pendingUntil({ evidence, settings }: Question): readonly number[] {
  return evidence.matches
    .filter(({ outcome }) => outcome === null)
    .map(({ qualifiedAt }) => Date.parse(qualifiedAt) + settings.pendingMatchHours * HOUR_MS);
}

const SUGGESTED_BY_GRADE: Readonly<Record<string, "red" | "amber">> = { A: "red", B: "red", C: "red", D: "amber" };

/** Whether a report still stands by its own date. */
export function isCurrent({ validUntil }: Intelligence, today: string): boolean {
  return validUntil === null || validUntil >= today;
}

/** R7: current intelligence by how the information is known. E, suspected to be false, counts for nothing. */
export function gradedIntelligence({ evidence, window, today }: Question): readonly RuleHit[] {
  const within = window("R7");
  return evidence.intelligence.flatMap((report) => {
    const suggests = SUGGESTED_BY_GRADE[report.information];
    if (suggests === undefined || !within.covers(report.gradedAt) || !isCurrent(report, today)) {
      return [];
    }
    const text = `Intelligence of ${londonDay(report.gradedAt)}, graded ${report.information}, is current.`;
    const cited = cite("R7", "police.intelligence", report.from);
    return [{ ruleId: "R7", suggests, text, evidence: [cited], endsOn: within.endsOn(report.gradedAt) }];
  });
}
