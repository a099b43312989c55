import type { CaseworkSettings } from "#schemas/casework-settings.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Cohort } from "../../rag/rag-settings.ts";
import { isInSet } from "../../rag/rules/offending.ts";

export type Holds = "yes" | "no" | "cannot-tell";

/** One condition of a cohort, in words that hold no value of anybody. */
export type EligibilityPart = {
  readonly part: "statutory" | "offences" | "prolific" | "high-risk" | "mix";
  readonly holds: Holds;
  readonly says: string;
  /** What the answer rests on; it is for those who may see that. */
  readonly restsOn: readonly FieldPath[];
};

export type CohortEligibility = { readonly cohort: Cohort; readonly parts: readonly EligibilityPart[] };

export type EligibilityFacts = {
  /** Home Office codes of the offences that are held; null for one that came without a code. */
  readonly offences: readonly (string | null)[];
  readonly isStatutory: boolean | null;
  /** OGRS3 at two years, per cent. */
  readonly ogrs3: number | null;
  /** People on the scheme by cohort. */
  readonly mix: Readonly<Record<Cohort, number>>;
};

export type EligibilityRules = {
  readonly settings: Pick<CaseworkSettings, "preset" | "statutoryRule">;
  /** Home Office codes by cohort: handbook 5.3, or what the scheme sets. */
  readonly offenceSets: Readonly<Record<Cohort, readonly string[]>>;
};

/** Invented, since the handbook leaves it open: how many offences of the set are prolific, and from where risk is high. */
const PROLIFIC_OFFENCES = 3;
const HIGH_RISK_PERCENT = 50;
/** Below so many people a mix says nothing. */
const MIX_PEOPLE_MIN = 10;
/** What part of its people a scheme wants in the fixed cohort before others grow (F-15). Sussex has no fixed cohort of its own. */
const FIXED_SHARE: Readonly<Record<CaseworkSettings["preset"], number | null>> = { sussex: null, hampshire: 0.6 };

const HISTORY: FieldPath = "police.offendingHistory";

/** Of each cohort, part by part, whether somebody is eligible. It suggests; the panel decides. */
export function assessEligibility(facts: EligibilityFacts, rules: EligibilityRules): readonly CohortEligibility[] {
  const supervised = statutory(facts, rules);
  return [
    {
      cohort: "fixed",
      parts: [...supervised, offences("fixed", facts, rules), prolific(facts, rules), highRisk(facts)],
    },
    { cohort: "flex", parts: [offences("flex", facts, rules), highRisk(facts), ...mix(facts, rules)] },
    { cohort: "free", parts: [offences("free", facts, rules), ...mix(facts, rules)] },
  ];
}

function statutory({ isStatutory }: EligibilityFacts, { settings }: EligibilityRules): readonly EligibilityPart[] {
  return settings.statutoryRule === "not-needed"
    ? []
    : [part("statutory", told(isStatutory), "Under statutory supervision (F-12).", ["probation.sentence"])];
}

function offences(cohort: Cohort, facts: EligibilityFacts, { offenceSets }: EligibilityRules): EligibilityPart {
  const set = offenceSets[cohort];
  return set.length === 0
    ? part("offences", "cannot-tell", "The scheme names no offences of this cohort: the panel says which count.", [
        HISTORY,
      ])
    : part("offences", inSet(facts, set, 1), "Has an offence of the cohort's set (F-16, F-17).", [HISTORY]);
}

function prolific(facts: EligibilityFacts, { offenceSets }: EligibilityRules): EligibilityPart {
  const says = `Has ${PROLIFIC_OFFENCES} or more offences of the cohort's set.`;
  return part("prolific", inSet(facts, offenceSets.fixed, PROLIFIC_OFFENCES), says, [HISTORY]);
}

/** Offences that came without a code may be of the set, and nothing held is not the same as nothing done. */
function inSet({ offences: held }: EligibilityFacts, set: readonly string[], least: number): Holds {
  const found = held.filter((code) => code !== null && isInSet(code, set)).length;
  const unknown = held.filter((code) => code === null).length;
  if (found >= least) {
    return "yes";
  }
  return held.length === 0 || found + unknown >= least ? "cannot-tell" : "no";
}

function highRisk({ ogrs3 }: EligibilityFacts): EligibilityPart {
  const holds = told(ogrs3 === null ? null : ogrs3 >= HIGH_RISK_PERCENT);
  return part("high-risk", holds, `OGRS3 at two years is ${HIGH_RISK_PERCENT} per cent or more.`, [
    "probation.ogrs3TwoYear",
  ]);
}

function mix({ mix: people }: EligibilityFacts, { settings }: EligibilityRules): readonly EligibilityPart[] {
  const share = FIXED_SHARE[settings.preset];
  if (share === null) {
    return [];
  }
  const all = people.fixed + people.flex + people.free;
  const holds = told(all < MIX_PEOPLE_MIN ? null : people.fixed / all >= share);
  return [
    part("mix", holds, "The fixed cohort has its share of the scheme, so that others may grow (F-15).", ["iom.cohort"]),
  ];
}

function told(is: boolean | null): Holds {
  if (is === null) {
    return "cannot-tell";
  }
  return is ? "yes" : "no";
}

function part(
  name: EligibilityPart["part"],
  holds: Holds,
  says: string,
  restsOn: readonly FieldPath[],
): EligibilityPart {
  return { part: name, holds, says, restsOn };
}
