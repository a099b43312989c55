import { fullDate } from "../words/dates.ts";
import { atStart } from "../words/labels.ts";
import { PEOPLE_WORDS as WORDS } from "../words/people-words.ts";

const DAY = /^\d{4}-\d\d-\d\d$/;
const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/;

/** One line for each thing that is told; codes stay as the agency sent them. */
export function valueInLines(value: unknown, form: string): readonly string[] {
  if (form === "mask") return [WORDS.exists];
  if (Array.isArray(value)) return value.map(inWords);
  return [inWords(value)];
}

function inWords(value: unknown): string {
  if (typeof value === "boolean") return value ? WORDS.yes : WORDS.no;
  if (typeof value === "string") return DAY.test(value) || INSTANT.test(value) ? fullDate(new Date(value)) : value;
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) return value.map(inWords).join(", ");
  return Object.entries(value)
    .map(([name, inner]) => `${spaced(name)}: ${inWords(inner)}`)
    .join("; ");
}

/** `adjustedStart` -> Adjusted start */
function spaced(name: string): string {
  return atStart(
    name.replaceAll(/([a-z])([A-Z])/g, (_, before: string, letter: string) => `${before} ${letter.toLowerCase()}`),
  );
}
