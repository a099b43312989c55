import { isFieldPath } from "#schemas/field-paths.ts";
import type { FieldError } from "../govuk/error-summary.tsx";
import { LOG_WORDS as WORDS } from "../words/log-words.ts";

/** What an officer looks for, as they typed it. It lies on their desk: a person's reference is never in an address. */
export type LogFilter = {
  readonly person: string;
  readonly recipient: string;
  readonly field: string;
  readonly since: string;
  readonly until: string;
};

export const NO_FILTER: LogFilter = { person: "", recipient: "", field: "", since: "", until: "" };

const PERSON = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const DAY = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/;
const AGENCY = /^[a-z][a-z0-9-]{0,63}$/;
const DAY_MS = 86_400_000;

export function readFilter(form: Readonly<Record<string, unknown>>): LogFilter {
  const read = (name: keyof LogFilter): string => (typeof form[name] === "string" ? form[name].trim() : "");
  return {
    person: read("person").toLowerCase(),
    recipient: read("recipient"),
    field: read("field"),
    since: read("since"),
    until: read("until"),
  };
}

export function faultsOf({ person, since, until }: LogFilter): readonly FieldError[] {
  const [from, to] = [dayOf(since), dayOf(until)];
  return [
    ...(person === "" || PERSON.test(person) ? [] : [{ text: WORDS.wrongPerson, href: "#person" }]),
    ...(since === "" || from !== null ? [] : [{ text: WORDS.wrongDay, href: "#since" }]),
    ...(until === "" || to !== null ? [] : [{ text: WORDS.wrongDay, href: "#until" }]),
    ...(from !== null && to !== null && from > to ? [{ text: WORDS.wrongOrder, href: "#since" }] : []),
  ];
}

/** The filter as the hub reads it; days are whole days in UTC, the last included. */
export function queryOf({ person, recipient, field, since, until }: LogFilter): URLSearchParams {
  const query = new URLSearchParams();
  if (person !== "") query.set("person", person);
  if (AGENCY.test(recipient)) query.set("recipient", recipient);
  if (isFieldPath(field)) query.set("field", field);
  const [from, to] = [dayOf(since), dayOf(until)];
  if (from !== null) query.set("since", instantOf(from));
  if (to !== null) query.set("until", instantOf(new Date(to.getTime() + DAY_MS)));
  return query;
}

function instantOf(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}

/** Null: not a day there is. */
function dayOf(text: string): Date | null {
  const [, day = "", month = "", year = ""] = DAY.exec(text) ?? [];
  const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return day !== "" && at.getUTCMonth() === Number(month) - 1 && at.getUTCDate() === Number(day) ? at : null;
}
