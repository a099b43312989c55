import {
  CASEWORK_PRESETS,
  type CaseworkPreset,
  type CaseworkSettings,
  EXIT_RULES,
  MEETING_KINDS,
  PRESET_SETTINGS,
} from "#schemas/casework-settings.ts";
import { AGENCY_TYPES } from "#schemas/vocabulary.ts";

export type CaseworkReading = { readonly casework: CaseworkSettings } | { readonly faults: readonly CaseworkFault[] };

/** A fault with the path of the member it is about, for the reader of the file to find its line. */
export type CaseworkFault = { readonly path: readonly (string | number)[]; readonly message: string };

type Check = (value: unknown) => string | null;

const ROLE = /^[a-z][A-Za-z]{1,63}$/;
const MONTHS_MAX = 240;
const DAYS_MAX = 366;

/** What each setting has to be, in words for whoever writes the file. */
const CHECKS: Readonly<Record<Exclude<keyof CaseworkSettings, "preset" | "meetings">, Check>> = {
  chairRoles: listOf((one) => typeof one === "string" && ROLE.test(one), "is a list of roles such as iomInspector"),
  referrers: listOf((one) => oneOf(AGENCY_TYPES, one), `is a list of agency types: ${AGENCY_TYPES.join(", ")}`),
  invited: listOf((one) => oneOf(AGENCY_TYPES, one), `is a list of agency types: ${AGENCY_TYPES.join(", ")}`),
  screeningDays: whole(1, DAYS_MAX),
  leadModel: choice(["police", "any-agency"]),
  statutoryRule: choice(["primary", "not-needed"]),
  exitRules: exitRules,
  keepsNonStatutory: (value) => (typeof value === "boolean" ? null : "is true or false"),
  greenMonths: whole(1, MONTHS_MAX),
  longCustodyMonths: whole(1, MONTHS_MAX),
  reRegistrationMonths: whole(1, MONTHS_MAX),
  transitionMonths: whole(1, MONTHS_MAX),
  leadReminderDays: whole(1, DAYS_MAX),
  leapDay: choice(["28-february", "1-march"]),
};

/** Checks the `casework` part of a scheme file. What it sets stands over the preset that it names. */
export function readCasework(value: unknown): CaseworkReading {
  if (!isMapping(value)) {
    return { faults: [{ path: [], message: "is a mapping that names a preset" }] };
  }
  const preset = CASEWORK_PRESETS.find((one) => one === value["preset"]);
  const { preset: _, meetings, ...settings } = value;
  const faults = [
    ...(preset === undefined ? [{ path: ["preset"], message: `is one of ${CASEWORK_PRESETS.join(", ")}` }] : []),
    ...Object.entries(settings).flatMap(([name, set]) => faultsOf(name, set)),
    ...(meetings === undefined ? [] : meetingFaults(meetings)),
  ];
  return preset === undefined || faults.length > 0 ? { faults } : { casework: overPreset(preset, value) };
}

function overPreset(preset: CaseworkPreset, checked: Readonly<Record<string, unknown>>): CaseworkSettings {
  // Every member was checked above.
  return { ...PRESET_SETTINGS[preset], ...(checked as Partial<CaseworkSettings>) };
}

function faultsOf(name: string, value: unknown): readonly CaseworkFault[] {
  const check = Object.hasOwn(CHECKS, name) ? CHECKS[name as keyof typeof CHECKS] : null;
  const message = check === null ? `is not known here; known are preset, meetings, ${KNOWN}` : check(value);
  return message === null ? [] : [{ path: [name], message }];
}

const KNOWN = Object.keys(CHECKS).join(", ");

function meetingFaults(value: unknown): readonly CaseworkFault[] {
  if (!Array.isArray(value) || value.length === 0) {
    return [{ path: ["meetings"], message: "is a list of at least one meeting" }];
  }
  return value.flatMap((meeting, at) => {
    const path = ["meetings", at];
    if (!isMapping(meeting)) {
      return [{ path, message: "is a mapping with kind, everyDays, alertDays" }];
    }
    const { kind, everyDays, alertDays, ...others } = meeting;
    const said = [
      ["kind", choice(MEETING_KINDS)(kind)],
      ["everyDays", whole(1, DAYS_MAX)(everyDays)],
      ["alertDays", whole(1, DAYS_MAX)(alertDays) ?? notSooner(everyDays, alertDays)],
      ...Object.keys(others).map((name) => [name, "is not known here"] as const),
    ] as const;
    return said.flatMap(([name, message]) => (message === null ? [] : [{ path: [...path, name], message }]));
  });
}

function notSooner(everyDays: unknown, alertDays: unknown): string | null {
  return typeof everyDays === "number" && typeof alertDays === "number" && alertDays < everyDays
    ? "is no fewer days than everyDays"
    : null;
}

/** D2, D4 and D5 are duties rather than ways of working, so that no scheme leaves them out. */
function exitRules(value: unknown): string | null {
  const isList = Array.isArray(value) && value.every((one) => oneOf(EXIT_RULES, one));
  if (!isList) {
    return `is a list of ${EXIT_RULES.join(", ")}`;
  }
  return ["D2", "D4", "D5"].every((rule) => value.includes(rule)) ? null : "always has D2, D4 and D5";
}

function whole(min: number, max: number): Check {
  return (value) =>
    typeof value === "number" && Number.isInteger(value) && value >= min && value <= max
      ? null
      : `is a whole number from ${min} to ${max}`;
}

function choice(options: readonly string[]): Check {
  return (value) => (oneOf(options, value) ? null : `is one of ${options.join(", ")}`);
}

function listOf(is: (one: unknown) => boolean, message: string): Check {
  return (value) => (Array.isArray(value) && value.length > 0 && value.every(is) ? null : message);
}

function oneOf(options: readonly string[], value: unknown): boolean {
  return options.some((one) => one === value);
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
