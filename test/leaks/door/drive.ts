import { randomUUID } from "node:crypto";
import type { Answer } from "#gateway/client/agency-client.ts";
import { AnswerRefused } from "#gateway/client/answer-refused.ts";
import type { CallOptions } from "#gateway/client/call-hub.ts";
import { StreamRefused } from "#gateway/client/follow-updates.ts";
import type { Update } from "#gateway/client/verify-update.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { RecordChange } from "#services/core/record/record-change.ts";
import { type CanaryPerson, changeAs } from "../sweep/canary-people.ts";
import { plantAgain } from "../sweep/planted-people.ts";
import type { Door } from "./door.ts";

/** Somebody who calls, and what for. */
export type Caller = { readonly agencyId: string; readonly actor: string; readonly purpose: string };

const CASE = "iom-case-management";
const as = (agencyId: string, actor: string, purpose = CASE): Caller => ({ agencyId, actor, purpose });

export const HOUSING = as("solent-housing", "hous-01");
export const POLICE = as("hampshire-police", "HC3380");
export const PROBATION = as("solent-probation", "prac-01");
export const DRUGS = as("solent-drug-services", "drug-01");
export const TEAM = as("iom-team", "sgt-01");
export const COORDINATOR = as("iom-team", "coord-01");
/** Who may open emergency access, and who reviews it. */
export const INSPECTOR = as("hampshire-police", "insp-01", "emergency");
export const POLICE_DPO = as("hampshire-police", "dpo-police", "dpo-audit");

export function person({ world }: Door, name: string): CanaryPerson {
  const found = world.people.find((one) => one.name === name);
  if (found === undefined) {
    throw new Error(`nobody was planted as ${name}`);
  }
  return found;
}

export const ADULT = "adult who has agreed";
export const CHILD = "child";
export const RESTRICTED = "restricted";
export const SEALED = "sealed";
/** Whose change tells a listener that everything before it has come. */
const LAST = "in custody";

type Options = Partial<Omit<CallOptions, "actor" | "purpose">>;

/** Whatever comes of a call, an unsigned refusal included. */
export async function call(
  door: Door,
  who: Caller,
  method: string,
  path: string,
  options: Options = {},
): Promise<Answer> {
  const { agencyId, actor, purpose } = who;
  try {
    // A draft is put away once, like every step of an agreement.
    const key = method === "DELETE" && path.includes("/drafts/") ? { idempotencyKey: randomUUID() } : {};
    return await door.client(agencyId).call(method, path, { actor, purpose, ...key, ...options });
  } catch (error) {
    if (error instanceof AnswerRefused && error.unverified !== null) {
      const { status, body } = error.unverified;
      return { status, body: parsed(body), headers: {} };
    }
    throw error;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Reads somebody by the hub's own id of them. */
export async function read(
  door: Door,
  who: Caller,
  personId: string,
  query = "",
  options: Options = {},
): Promise<Answer> {
  const id = await door.personIdFor(who.agencyId, personId);
  return call(door, who, "GET", `/v1/people/${id}${query}`, options);
}

export function search(door: Door, who: Caller, match: Readonly<Record<string, unknown>>, more: object = {}) {
  return call(door, who, "POST", "/v1/searches", { body: { match, ...more } });
}

/** The newest place in a subscription as it stands. */
export async function subscriptionCursor(door: Door, who: Caller, name = "default"): Promise<string> {
  const { body } = await call(door, who, "GET", `/v1/subscriptions/${name}`);
  return (body as { readonly cursor: string }).cursor;
}

/** The place behind everything that has happened so far, settled and fetched. */
export async function newestCursor(door: Door, who: Caller): Promise<string> {
  const after = await subscriptionCursor(door, who);
  const { updates } = await pull(door, who, after);
  return updates.at(-1)?.cursor ?? after;
}

/** A change of one person by one agency, as the core takes it in. */
export async function change(
  door: Door,
  personId: string,
  agencyId: string,
  ...changes: readonly RecordChange[]
): Promise<void> {
  const agency = door.world.scheme.agencies.find((one) => one.agencyId === agencyId);
  if (agency === undefined) {
    throw new Error(`no agency ${agencyId}`);
  }
  await door.owner.begin(async (tx) => {
    await changeAs(tx, door.world.scheme, { personId, agency, now: door.now(), changes });
  });
}

let serials = 10;

/** Every value of somebody, by every agency that has one to give. */
export function changeEverything(door: Door, of: CanaryPerson): Promise<CanaryPerson> {
  serials += 1;
  return plantAgain(door.owner, door.world.scheme, of, serials);
}

let moments = 0;

/** A value as of now; each newer than the one before. */
export function set(field: FieldPath, value: unknown): RecordChange {
  moments += 1;
  return { kind: "set", field, value, asOf: new Date(Date.parse("2026-11-21T13:00:00Z") + moments).toISOString() };
}

/** A name that nobody has had before. */
export function newName(): string {
  moments += 1;
  return `Changed${threeLetters(moments)}`;
}

function threeLetters(number: number): string {
  return [676, 26, 1].map((place) => String.fromCharCode(97 + (Math.floor(number / place) % 26))).join("");
}

export type Heard = { readonly status: number; readonly updates: readonly Update[] };

/** All updates after a cursor, up to and with that of a change which every reader sees. */
export async function hear(door: Door, by: "pull" | "stream", who: Caller, after: string): Promise<Heard> {
  const last = person(door, LAST).personId;
  await change(door, last, "solent-probation", set("identity.preferredLanguage", threeLetters(moments)));
  const subject = `/v1/people/${await door.personIdFor(who.agencyId, last)}`;
  return by === "pull" ? pull(door, who, after) : follow(door, who, after, (update) => update.subject === subject);
}

export async function pull(door: Door, who: Caller, after: string, subscription = "default"): Promise<Heard> {
  const { agencyId, actor, purpose } = who;
  try {
    const { updates } = await door.client(agencyId).pullAll({ actor, purpose, after, subscription });
    return { status: 200, updates };
  } catch (error) {
    return { status: Number(/with (\d{3})/.exec(String(error))?.[1] ?? 0), updates: [] };
  }
}

const PATIENCE_MS = 4_000;

/** Listens until the update comes that was to be the last, the stream is refused or ends, or patience does. */
export async function follow(
  door: Door,
  { agencyId, actor, purpose }: Caller,
  after: string,
  isLast: (update: Update) => boolean,
  patienceMs = PATIENCE_MS,
): Promise<Heard> {
  const stop = new AbortController();
  const patience = setTimeout(() => stop.abort(), patienceMs);
  const updates: Update[] = [];
  const signal = stop.signal;
  try {
    const options = { actor, purpose, signal, lastEventId: after };
    for await (const update of door.client(agencyId).follow("/v1/events/stream?subscription=default", options)) {
      updates.push(update);
      if (isLast(update)) {
        break;
      }
    }
    return { status: 200, updates };
  } catch (error) {
    if (error instanceof StreamRefused) {
      return { status: error.status, updates };
    }
    if (signal.aborted) {
      return { status: 0, updates };
    }
    throw error;
  } finally {
    clearTimeout(patience);
    stop.abort();
  }
}

/** An event of the caller's own about somebody nobody knows. */
export function ownEvent({ agencyId }: Caller, agencyType: string, secret = "Nobody"): object {
  const id = randomUUID();
  return {
    specversion: "1.0",
    id: `rms-${id}`,
    source: `/agencies/${agencyId}/rms`,
    type: `${agencyType}.wanted-status.changed`,
    time: "2026-11-21T09:00:00Z",
    datacontenttype: "application/json",
    dataschema: `/schemas/${agencyType}.wanted-status.changed/1`,
    agencyid: agencyId,
    recordedtime: "2026-11-21T09:00:05Z",
    gscmarking: "OFFICIAL-SENSITIVE",
    data: {
      version: 1,
      sourceRecordRef: id,
      personReference: { identifiers: [{ type: "LOCAL", value: id, valid: true }], firstName: secret },
      dataSubjectCategory: "convicted",
      assertion: "fact",
      additionalInformation: { status: "wanted" },
    },
  };
}
