import { addMonths } from "../facts/calendar.ts";
import { type CaseHistory, COLOURS } from "./case-history.ts";

/** A way to tell people apart, with every line it can have in a fixed order: which lines there are says nothing of anybody. */
export type Grouping = {
  readonly name: string;
  readonly keys: readonly string[];
  readonly keyOf: (one: CaseHistory, asOf: string) => string;
};

const NOT_STATED = "notStated";
const COHORTS = ["fixed", "flex", "free", NOT_STATED];
const GENDERS = ["M", "F", "other", NOT_STATED];
const AGES = ["under18", "18to24", "25to34", "35to49", "50andOver", NOT_STATED];

/** Census groups by the first letter of the 16+1 code. */
const ETHNIC_GROUPS: Readonly<Record<string, string>> = { W: "white", M: "mixed", A: "asian", B: "black", O: "other" };

export const COHORT: Grouping = {
  name: "cohort",
  keys: COHORTS,
  keyOf: ({ cohort }) => oneOf(COHORTS, cohort),
};

export const COLOUR: Grouping = {
  name: "colour",
  keys: [...COLOURS, "none"],
  keyOf: ({ colours }, asOf) => colours.findLast(({ on }) => on <= asOf)?.colour ?? "none",
};

/** Protected characteristics: of groups alone, and never of anybody (handbook 8.2, equality). */
export const PROTECTED_GROUPS: readonly Grouping[] = [
  { name: "gender", keys: GENDERS, keyOf: ({ gender }) => oneOf(GENDERS, gender === "nonBinary" ? "other" : gender) },
  {
    name: "age",
    keys: AGES,
    keyOf: ({ dateOfBirth }, asOf) => (dateOfBirth === null ? NOT_STATED : ageBand(dateOfBirth, asOf)),
  },
  {
    name: "ethnicity",
    keys: [...Object.values(ETHNIC_GROUPS), NOT_STATED],
    keyOf: ({ ethnicity }) => ETHNIC_GROUPS[ethnicity?.slice(0, 1) ?? ""] ?? NOT_STATED,
  },
];

function oneOf(keys: readonly string[], value: string | null): string {
  return keys.find((key) => key === value) ?? NOT_STATED;
}

function ageBand(dateOfBirth: string, asOf: string): string {
  const isAtLeast = (years: number) => addMonths(dateOfBirth, years * 12) <= asOf;
  const bands = [
    [50, "50andOver"],
    [35, "35to49"],
    [25, "25to34"],
    [18, "18to24"],
  ] as const;
  return bands.find(([years]) => isAtLeast(years))?.[1] ?? "under18";
}
