import { GROUP_OF_CLASS, OFFENCE_GROUPS, type OffenceGroup } from "./ogrs3-weights.ts";

/** What an officer hands over; null for what is not known. Dates are yyyy-mm-dd. */
export type Ogrs3Inputs = {
  readonly sex: string | null;
  readonly dateOfBirth: string | null;
  /** Of the current conviction. */
  readonly convictedOn: string | null;
  /** Start of the time at risk: sentence in the community, or release. */
  readonly followUpFrom: string | null;
  /** All sanctions, the current one with them. */
  readonly sanctions: number | null;
  readonly ageAtFirstSanction: number | null;
  /** A Home Office code as `028/01`, or the name of the group it belongs to. */
  readonly offence: string | null;
};

/** What the formula rests on. Ages take the place of dates, so that an answer names no date of birth. */
export type Ogrs3Facts = {
  readonly sex: "male" | "female";
  readonly ageAtConviction: number;
  readonly ageAtFollowUp: number;
  readonly ageAtFirstSanction: number;
  readonly sanctions: number;
  readonly offenceGroup: OffenceGroup;
};

export type Ogrs3Refusal = {
  readonly outcome: "refused";
  readonly guard: "input-missing" | "input-impossible" | "offence-not-mapped";
  readonly message: string;
};

/** Below the age of criminal responsibility the scale says nothing. */
const AGE_MIN = 10;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

export function readInputs(inputs: Ogrs3Inputs): Ogrs3Facts | Ogrs3Refusal {
  const missing = Object.entries(inputs).flatMap(([name, value]) => (value === null ? [name] : []));
  const { sex, dateOfBirth, convictedOn, followUpFrom, sanctions, ageAtFirstSanction, offence } = inputs;
  if (dateOfBirth === null || convictedOn === null || followUpFrom === null || missing.length > 0) {
    return refused("input-missing", `The score needs ${missing.join(", ")}. Without it there is none.`);
  }
  const offenceGroup = groupOf(offence ?? "");
  if (offenceGroup === null) {
    return refused("offence-not-mapped", `Name the offence group: one of ${Object.keys(OFFENCE_GROUPS).join(", ")}.`);
  }
  const ages = [convictedOn, followUpFrom].map((date) => wholeYears(dateOfBirth, date));
  const [ageAtConviction = Number.NaN, ageAtFollowUp = Number.NaN] = ages;
  const facts = { ageAtConviction, ageAtFollowUp, ageAtFirstSanction: ageAtFirstSanction ?? Number.NaN };
  const fault = faultIn({ ...facts, sanctions: sanctions ?? Number.NaN });
  if (fault !== null) {
    return refused("input-impossible", fault);
  }
  if (sex !== "male" && sex !== "female") {
    return refused("input-impossible", "The published scale has weights for male and female and no other.");
  }
  return { sex, ...facts, sanctions: sanctions ?? Number.NaN, offenceGroup };
}

function faultIn(facts: Omit<Ogrs3Facts, "sex" | "offenceGroup">): string | null {
  const { ageAtConviction, ageAtFollowUp, ageAtFirstSanction, sanctions } = facts;
  if (!Object.values(facts).every(Number.isInteger)) {
    return "Dates are yyyy-mm-dd; sanctions and ages are whole numbers.";
  }
  if (ageAtFirstSanction < AGE_MIN || ageAtFirstSanction > ageAtConviction) {
    return `The first sanction was at ${AGE_MIN} or later, and not after the current conviction.`;
  }
  if (sanctions < 1) {
    return "The current sanction counts, so there is at least one.";
  }
  return ageAtFollowUp < ageAtConviction ? "The time at risk does not begin before the conviction." : null;
}

/** Whole years from one date to another; NaN for what is no date. */
function wholeYears(from: string, to: string): number {
  if (![from, to].every((date) => DATE.test(date) && !Number.isNaN(Date.parse(`${date}T00:00:00Z`)))) {
    return Number.NaN;
  }
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  return to.slice(5) < from.slice(5) ? years - 1 : years;
}

function groupOf(offence: string): OffenceGroup | null {
  const named = Object.keys(OFFENCE_GROUPS).find((group): group is OffenceGroup => group === offence);
  const code = /^(\d{3})\/\d{2}$/.exec(offence)?.[1] ?? "";
  return named ?? (Object.hasOwn(GROUP_OF_CLASS, code) ? (GROUP_OF_CLASS[code] ?? null) : null);
}

function refused(guard: Ogrs3Refusal["guard"], message: string): Ogrs3Refusal {
  return { outcome: "refused", guard, message };
}
