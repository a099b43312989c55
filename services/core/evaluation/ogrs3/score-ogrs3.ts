import {
  AGE_AND_SEX,
  CONVICTION_STATUS,
  COPAS_COEFFICIENT,
  OFFENCE_GROUPS,
  OGRS3_SOURCE,
  OGRS3_VERSION,
  ONE_YEAR_CONSTANT,
  TWO_YEAR_CONSTANT,
} from "./ogrs3-weights.ts";
import { type Ogrs3Facts, type Ogrs3Inputs, type Ogrs3Refusal, readInputs } from "./read-inputs.ts";

/** One part of the sum, so that anybody can add it up again. */
export type Ogrs3Term = {
  readonly term: "age-and-sex" | "conviction-status" | "copas-rate" | "current-offence";
  /** What of the inputs it rests on, in words. */
  readonly from: string;
  readonly value: number;
};

export type Ogrs3Score = {
  readonly outcome: "scored";
  readonly version: string;
  readonly source: string;
  readonly inputs: Ogrs3Facts;
  readonly terms: readonly Ogrs3Term[];
  /** The sum of the terms. */
  readonly total: number;
  readonly oneYear: Ogrs3Chance;
  readonly twoYear: Ogrs3Chance;
  /** By the two-year percentage. */
  readonly band: "low" | "medium" | "high" | "very-high";
  readonly caution: string;
};

/** 1 / (1 + exp(-(constant + total))), of one hundred people with the same inputs. */
export type Ogrs3Chance = { readonly constant: number; readonly probability: number; readonly percent: number };

const CAUTION =
  "How many of a hundred people with the same inputs were convicted or cautioned again. It knows nothing of this person's life now, decides nothing, and is no part of the colour that is suggested.";

/**
 * The published reconviction scale, every term shown. Refused with the missing input where one is missing: a guess would look like
 * a score.
 */
export function scoreOgrs3(inputs: Ogrs3Inputs): Ogrs3Score | Ogrs3Refusal {
  const facts = readInputs(inputs);
  if ("outcome" in facts) {
    return facts;
  }
  const terms = termsOf(facts);
  const total = terms.reduce((sum, { value }) => sum + value, 0);
  const twoYear = chance(TWO_YEAR_CONSTANT, total);
  return {
    outcome: "scored",
    version: OGRS3_VERSION,
    source: OGRS3_SOURCE,
    inputs: facts,
    terms,
    total: toPlaces(total),
    oneYear: chance(ONE_YEAR_CONSTANT, total),
    twoYear,
    band: bandOf(twoYear.percent),
    caution: CAUTION,
  };
}

function termsOf(facts: Ogrs3Facts): readonly Ogrs3Term[] {
  const { sex, ageAtConviction, ageAtFollowUp, ageAtFirstSanction, sanctions, offenceGroup } = facts;
  const rate = toPlaces(Math.log(sanctions / (10 + ageAtConviction - ageAtFirstSanction)));
  return [
    { term: "age-and-sex", from: `${sex}, ${ageAtFollowUp} at the start`, value: ageWeight(facts) },
    {
      term: "conviction-status",
      from: sanctions === 1 ? "first sanction" : "sanctioned before",
      value: sanctions === 1 ? CONVICTION_STATUS.first : CONVICTION_STATUS.repeat,
    },
    {
      term: "copas-rate",
      from: `${COPAS_COEFFICIENT} × ln(${sanctions} / (10 + ${ageAtConviction} - ${ageAtFirstSanction}))`,
      value: rate * COPAS_COEFFICIENT,
    },
    { term: "current-offence", from: offenceGroup, value: OFFENCE_GROUPS[offenceGroup] },
  ];
}

function ageWeight({ sex, ageAtFollowUp }: Ogrs3Facts): number {
  const group = AGE_AND_SEX.findLast(({ from }) => from <= ageAtFollowUp);
  return group === undefined ? 0 : group[sex];
}

function chance(constant: number, total: number): Ogrs3Chance {
  const probability = toPlaces(1 / (1 + Math.exp(-(constant + total))));
  // Nobody is certain to be convicted again, and nobody certain not to be: the published score stays between 1 and 99.
  return { constant, probability, percent: Math.min(99, Math.max(1, Math.round(probability * 100))) };
}

function bandOf(percent: number): Ogrs3Score["band"] {
  if (percent >= 90) {
    return "very-high";
  }
  if (percent >= 75) {
    return "high";
  }
  return percent >= 50 ? "medium" : "low";
}

/** Five places, as the published service rounds. */
function toPlaces(value: number): number {
  return Math.round(value * 1e5) / 1e5;
}
