import { isDeepStrictEqual } from "node:util";
import type { Officer } from "#schemas/scheme.ts";
import { findCanaries, type Needles, needlesFor } from "../canaries/find-canaries.ts";
import type { OracleRequest } from "../oracle/gate.ts";
import { type CanaryHub, NOW } from "./canary-hub.ts";
import type { CanaryPerson } from "./canary-people.ts";
import { type Expected, tokensOf } from "./expectation.ts";

/** What is searched for: the tokens of everybody planted so far, and the ids that no agency may ever see. */
export type Probe = {
  readonly hub: CanaryHub;
  readonly people: readonly CanaryPerson[];
  readonly needles: Needles;
  /** Names a token: whose it is and where it lay. */
  readonly describe: (token: string) => string;
};

export function probeFor(hub: CanaryHub, people: readonly CanaryPerson[]): Probe {
  return { hub, people, ...tokensOfAll(people) };
}

export type Tokens = Pick<Probe, "needles" | "describe">;

/** The tokens of these people and what each is. */
export function tokensOfAll(people: readonly CanaryPerson[]): Tokens {
  const internalIds = people.map(({ personId }) => personId);
  const names = new Map(internalIds.map((personId) => [personId, "a person's id inside the hub"]));
  for (const { name, canaries } of people) {
    for (const [agency, of] of canaries) {
      for (const { token, field, leaf } of of) {
        names.set(token ?? "", `${name}: ${field}${leaf} of ${agency}`);
      }
    }
  }
  return {
    needles: needlesFor([...internalIds, ...tokensOf(people)]),
    describe: (token) => names.get(token) ?? "something unknown",
  };
}

/** Tokens among the bytes that nothing allows, each named. */
export function leaksIn(probe: Tokens, bytes: Buffer, allowed: ReadonlySet<string> = new Set()): readonly string[] {
  const found = [...findCanaries(bytes, probe.needles)];
  return found.filter((token) => !allowed.has(token)).map((token) => `leaked ${probe.describe(token)}`);
}

/** Tokens that should be among the bytes and are not, each named. */
export function missingFrom(probe: Tokens, bytes: Buffer, due: ReadonlySet<string>): readonly string[] {
  const found = findCanaries(bytes, new Map([...probe.needles].filter(([token]) => due.has(token))));
  return [...due].filter((token) => !found.has(token)).map((token) => `never came: ${probe.describe(token)}`);
}

export function oracleRequest(officer: Officer, purpose: string, agreementId: string | null = null): OracleRequest {
  const { agencyId, actor, email, role } = officer;
  return {
    now: NOW,
    party: agencyId,
    actor,
    actorEmail: email,
    role,
    agreementId,
    purpose,
    emergencyOpened: false,
    fields: null,
  };
}

type Shown = Readonly<Record<string, { readonly form: string; readonly value: unknown }>>;

/** Compares what an answer shows with what the oracle expects: forms, and the values of masks and whole fields. */
export function wronglyShown(
  fields: Shown,
  expected: Exclude<Expected, { readonly refused: string }>,
): readonly string[] {
  const forms = Object.fromEntries(Object.entries(fields).map(([field, { form }]) => [field, form]));
  const wrongForms = isDeepStrictEqual(forms, expected.forms) ? [] : differences(forms, expected.forms);
  const wrongValues = Object.entries(fields).filter(
    ([field, { form, value }]) => !isRight(field, form, value, expected),
  );
  return [...wrongForms, ...wrongValues.map(([field, { form }]) => `${field} has the wrong value for ${form}`)];
}

function isRight(
  field: string,
  form: string,
  value: unknown,
  { shown }: Exclude<Expected, { readonly refused: string }>,
) {
  const cells = shown.filter((cell) => cell.field === field && cell.form === form).map((cell) => cell.value);
  if (form === "mask") {
    return isDeepStrictEqual(value, { present: true });
  }
  const mixed = shown.some((cell) => cell.field === field && cell.form !== form);
  if (form !== "full" || mixed) {
    return true;
  }
  const values = cells.map((held) => held.value);
  return Array.isArray(value) && cells[0]?.itemKey !== undefined
    ? sameItems(value, values)
    : isDeepStrictEqual(value, values[0]);
}

function sameItems(one: readonly unknown[], other: readonly unknown[]): boolean {
  const inOrder = (items: readonly unknown[]) => items.map((item) => JSON.stringify(item)).sort();
  return isDeepStrictEqual(inOrder(one), inOrder(other));
}

function differences(
  one: Readonly<Record<string, string>>,
  other: Readonly<Record<string, string>>,
): readonly string[] {
  const fields = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return fields
    .filter((field) => one[field] !== other[field])
    .map((field) => `${field} came as ${one[field] ?? "nothing"}, expected ${other[field] ?? "nothing"}`);
}
