import type { Answer } from "#gateway/client/agency-client.ts";
import type { Update } from "#gateway/client/verify-update.ts";
import type { Door } from "../door/door.ts";
import { type Caller, person } from "../door/drive.ts";
import type { CanaryPerson } from "../sweep/canary-people.ts";
import { type Expected, expectation } from "../sweep/expectation.ts";
import { oracleRequest } from "../sweep/probe.ts";

type Shown = Readonly<Record<string, { readonly form: string; readonly value: unknown }>>;

export const codeOf = ({ body }: Answer): string => String((body as { readonly code?: unknown } | null)?.code);
export const fieldsOf = ({ body }: Answer): Shown => (body as { readonly fields?: Shown } | null)?.fields ?? {};

type Found = {
  readonly people?: readonly { readonly personId: string; readonly fields: Shown }[];
  readonly cursor?: unknown;
};
export const foundIn = ({ body }: Answer): NonNullable<Found["people"]> => (body as Found | null)?.people ?? [];

export const changedIn = ({ data }: Update): Shown => (data["changed"] as Shown | undefined) ?? {};

/** What the second reader of the agreements expects this caller to get of this person now. */
export async function expected(door: Door, who: Caller, of: CanaryPerson): Promise<Expected> {
  const officer = door.world.scheme.officers.find(
    ({ agencyId, actor }) => agencyId === who.agencyId && actor === who.actor,
  );
  if (officer === undefined) {
    throw new Error(`${who.actor} is no officer of ${who.agencyId}`);
  }
  const request = { ...oracleRequest(officer, who.purpose), now: door.now() };
  return expectation(door.world.oracle, request, of, await door.recordOf(of.personId));
}

/** Forms shown that the oracle does not give, field by field. */
export function formsBeyond(shown: Shown, expectedOf: Expected): readonly string[] {
  const forms = "refused" in expectedOf ? {} : expectedOf.forms;
  return Object.entries(shown).flatMap(([field, { form }]) =>
    forms[field] === form ? [] : [`${field} came as ${form}, expected ${forms[field] ?? "nothing"}`],
  );
}

/** The same, and forms that should have come and did not. */
export function wrongForms(shown: Shown, expectedOf: Expected): readonly string[] {
  const wanted = "refused" in expectedOf ? {} : expectedOf.forms;
  const missing = Object.keys(wanted).filter((field) => shown[field] === undefined);
  return [...formsBeyond(shown, expectedOf), ...missing.map((field) => `${field} did not come`)];
}

const allowed = new WeakMap<Door, Map<string, Promise<ReadonlySet<string>>>>();

/** Everything that this caller may see of those who were planted, in tokens. */
export function allowedOf(door: Door, who: Caller): Promise<ReadonlySet<string>> {
  const ofDoor = allowed.get(door) ?? new Map<string, Promise<ReadonlySet<string>>>();
  allowed.set(door, ofDoor);
  const key = JSON.stringify(who);
  const known = ofDoor.get(key) ?? readAllowed(door, who);
  ofDoor.set(key, known);
  return known;
}

async function readAllowed(door: Door, who: Caller): Promise<ReadonlySet<string>> {
  const all = await Promise.all(door.world.people.map((one) => expected(door, who, one)));
  return new Set(all.flatMap((one) => ("refused" in one ? [] : [...one.allowed])));
}

/** A text that the hub holds of somebody, the one that a caller who may see it is shown. */
export async function heldText(
  door: Door,
  name: string,
  field: "identity.lastName" | "identity.firstName" | "police.pncId",
): Promise<string> {
  const record = await door.recordOf(person(door, name).personId);
  const values = record.values[field] ?? [];
  // Probation comes first where several agencies give a value in the same form.
  return String((values.find(({ originator }) => originator === "solent-probation") ?? values[0])?.value);
}

/** A sentence for everything that is not as it should be. */
export function differing(what: string, seen: unknown, wanted: unknown): readonly string[] {
  const [one, other] = [JSON.stringify(seen), JSON.stringify(wanted)];
  return one === other ? [] : [`${what}: ${one.slice(0, 300)}, expected ${other.slice(0, 300)}`];
}

/** An answer without what is new in every answer: its number, its receipt, its times. */
export function steady(value: unknown): unknown {
  const text = JSON.stringify(value, (key, inner: unknown) =>
    ["request_id", "receipt", "time", "createdAt"].includes(key) ? null : inner,
  );
  return text === undefined ? null : JSON.parse(text);
}

/** Of an answer what its caller can tell, but for what is new in every answer. */
export function outside({ status, body, headers }: Answer): unknown {
  return { status, body: steady(body), headers: Object.keys(headers).sort() };
}
