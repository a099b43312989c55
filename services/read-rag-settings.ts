import { type RagColour, type RagSchemeSettings, WINDOWED_RULES } from "#schemas/rag-settings.ts";

const COLOURS = ["red", "amber", "green"] as const;
const COHORTS = ["fixed", "flex", "free"] as const;
const HO_CODE = /^\d{3}\/(\d{2}|\*)$/;
const NUMBER_MAX = 366;

type Read<T> = (value: unknown, at: string, faults: string[]) => T;

const READERS: { readonly [Name in keyof RagSchemeSettings]-?: Read<NonNullable<RagSchemeSettings[Name]>> } = {
  windowDays: (value, at, faults) => numbers(value, at, WINDOWED_RULES, faults),
  reviewDays: perColour,
  supervisorReviewDays: perColour,
  confirmRedHours: number,
  pendingMatchHours: number,
  offenceSets,
  greenRule: oneOf(["strict", "loose"], "is strict or loose"),
  blue: oneOf([true, false], "is true or false"),
};

/** Reads what a scheme file says of the rating. Every fault is added with its place in the file; then the result means nothing. */
export function readRagSettings(value: unknown, faults: string[]): RagSchemeSettings {
  const said = members(value, "rag", Object.keys(READERS), faults);
  const read = Object.entries(READERS).flatMap(([name, reader]) =>
    said[name] === undefined ? [] : [[name, reader(said[name], `rag.${name}`, faults)]],
  );
  return Object.fromEntries(read);
}

type Members = Readonly<Record<string, unknown>>;

function oneOf<T>(values: readonly [T, T], rule: string): Read<T> {
  return (value, at, faults) => {
    const found = values.find((one) => one === value);
    if (found === undefined) faults.push(`${at}: ${rule}`);
    return found ?? values[0];
  };
}

function numbers<Name extends string>(value: unknown, at: string, names: readonly Name[], faults: string[]) {
  const said = members(value, at, names, faults);
  const known = names.flatMap((name) => {
    const given = said[name];
    return given === undefined ? [] : [[name, number(given, `${at}.${name}`, faults)] as const];
  });
  return Object.fromEntries(known) as Partial<Record<Name, number>>;
}

/** All three, so that a colour that was forgotten is told and not guessed. */
function perColour(value: unknown, at: string, faults: string[]): Readonly<Record<RagColour, number>> {
  const given = numbers(value, at, COLOURS, faults);
  const missing = COLOURS.filter((colour) => given[colour] === undefined);
  if (missing.length > 0) faults.push(`${at}: says nothing of ${missing.join(", ")}`);
  return { red: given.red ?? 1, amber: given.amber ?? 1, green: given.green ?? 1 };
}

function number(value: unknown, at: string, faults: string[]): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= NUMBER_MAX) return value;
  faults.push(`${at}: is a whole number from 1 to ${NUMBER_MAX}`);
  return 1;
}

function offenceSets(value: unknown, at: string, faults: string[]): NonNullable<RagSchemeSettings["offenceSets"]> {
  const said = members(value, at, COHORTS, faults);
  const sets = COHORTS.flatMap((cohort) =>
    said[cohort] === undefined ? [] : [[cohort, codes(said[cohort], `${at}.${cohort}`, faults)] as const],
  );
  return Object.fromEntries(sets);
}

function codes(value: unknown, at: string, faults: string[]): readonly string[] {
  if (!Array.isArray(value)) {
    faults.push(`${at}: is a list`);
    return [];
  }
  return value.flatMap((code, n) => {
    if (typeof code === "string" && HO_CODE.test(code)) return [code];
    faults.push(`${at}[${n}]: is a Home Office code such as 028/01, or a class of them such as 130/*`);
    return [];
  });
}

function members(value: unknown, at: string, known: readonly string[], faults: string[]): Members {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    faults.push(`${at}: is a mapping with ${known.join(", ")}`);
    return {};
  }
  const said = Object.fromEntries(Object.entries(value));
  for (const name of Object.keys(said)) {
    if (!known.includes(name)) faults.push(`${at}: ${JSON.stringify(name)} is not known here`);
  }
  return said;
}
