import { isFieldPath } from "#schemas/field-paths.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import { HubError } from "#schemas/problems.ts";

/** What a data protection officer looks for; null: whatever it is. */
export type AuditQuery = {
  /** The id by which the officer's own agency knows the person. */
  readonly person: string | null;
  readonly recipient: string | null;
  readonly field: FieldPath | null;
  /** Half-open. */
  readonly since: Date;
  readonly until: Date;
  readonly limit: number;
  readonly cursor: string | null;
  /** What was asked, as it was spelled, but for the page: a cursor goes on with that and with nothing else. */
  readonly spelled: string;
};

const SCOPE = ["person", "recipient", "field", "since", "until"] as const;
const LIMIT_DEFAULT = 50;
const LIMIT_MAX = 200;
const PERIOD_DEFAULT_MS = 30 * 86_400_000;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/;
const AGENCY = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Reads the parameters of an audit; every one that is not understood is named. Without a period it is the last 30 days. */
export function readAuditQuery(query: ReadonlyMap<string, string>, now: Date): AuditQuery {
  const errors: { pointer: string; message: string }[] = [];
  const read = <Value>(name: string, parse: (text: string) => Value | null, message: string): Value | null => {
    const text = query.get(name);
    const value = text === undefined ? null : parse(text);
    if (text !== undefined && value === null) {
      errors.push({ pointer: `/${name}`, message });
    }
    return value;
  };
  // Up to now, this very millisecond included.
  const until =
    read("until", instant, "is an instant in UTC such as 2026-11-21T12:00:00Z") ?? new Date(now.getTime() + 1);
  const since = read("since", instant, "is an instant in UTC such as 2026-11-21T12:00:00Z");
  const asked = {
    person: query.get("person") ?? null,
    recipient: read("recipient", (text) => (AGENCY.test(text) ? text : null), "is the id of an agency"),
    field: read("field", (text) => (isFieldPath(text) ? text : null), "is a field path"),
    since: since ?? new Date(until.getTime() - PERIOD_DEFAULT_MS),
    until,
    limit: read("limit", limit, `is a whole number from 1 to ${LIMIT_MAX}`) ?? LIMIT_DEFAULT,
    cursor: query.get("cursor") ?? null,
    spelled: JSON.stringify(SCOPE.map((name) => query.get(name) ?? null)),
  };
  if (errors.length === 0 && asked.since > asked.until) {
    errors.push({ pointer: "/since", message: "is not after until" });
  }
  if (errors.length > 0) {
    throw new HubError("validation-failed", "an audit was asked with parameters it does not understand", {
      extra: { errors },
    });
  }
  return asked;
}

function instant(text: string): Date | null {
  const at = new Date(text);
  return INSTANT.test(text) && !Number.isNaN(at.getTime()) ? at : null;
}

function limit(text: string): number | null {
  const value = Number(text);
  return /^[0-9]{1,3}$/.test(text) && value >= 1 && value <= LIMIT_MAX ? value : null;
}
