import type { Update } from "#gateway/client/verify-update.ts";
import { steady } from "../classes/judge.ts";
import type { Door } from "../door/door.ts";
import { type Caller, COORDINATOR, call, follow, read, search, subscriptionCursor } from "../door/drive.ts";
import { changeAs } from "../sweep/canary-people.ts";
import type { Step } from "./history.ts";

/** A step is taken in by the core's own code; a person it is the first to speak of is on the scheme from then on. */
export async function takeStep(door: Door, { personId, agencyId, change }: Step): Promise<void> {
  const { scheme } = door.world;
  const agency = scheme.agencies.find((one) => one.agencyId === agencyId);
  if (agency === undefined) {
    throw new Error(`no agency ${agencyId}`);
  }
  await door.owner.begin(async (tx) => {
    await tx`insert into core.person (person_id, created_at) values (${personId}, ${door.now()}) on conflict do nothing`;
    await changeAs(tx, scheme, { personId, agency, now: door.now(), changes: [change] });
  });
}

/** A busy machine may take its time over a long stream; what is cut off would look like a difference. */
const STREAM_MAX_MS = 45_000;

/** All that a caller can get hold of: every read, search and list, and every update by both doors, people named by their place. */
export async function everythingObtained(door: Door, who: Caller, people: readonly string[]): Promise<unknown> {
  const ids = await Promise.all(people.map((personId) => door.personIdFor(who.agencyId, personId)));
  const named = (value: unknown): unknown => {
    let text = (JSON.stringify(steady(value)) ?? "null").replaceAll(door.origin, "");
    for (const [place, id] of ids.entries()) {
      text = text.replaceAll(id, `person ${place}`);
    }
    return JSON.parse(text);
  };
  const reads = [];
  for (const personId of people) {
    const { status, body, headers } = await read(door, who, personId);
    reads.push(named([status, body, "etag" in headers]));
  }
  const found = await search(door, who, { "iom.cohort": "fixed" }, { limit: 200 });
  const { people: hits, ...shape } = found.body as { readonly people: readonly { readonly personId: string }[] };
  const inOrder = hits
    .filter(({ personId }) => ids.includes(personId))
    .toSorted((a, b) => ids.indexOf(a.personId) - ids.indexOf(b.personId));
  const start = await startOf(door, who);
  const updates = await pullToTheEnd(door, who, start);
  const isLast = ({ sequence }: Update) => sequence === updates.at(-1)?.sequence;
  const none = { updates: [] };
  const streamed = updates.length === 0 ? none : await follow(door, who, start, isLast, STREAM_MAX_MS);
  const lists = await Promise.all([
    call(door, who, "GET", "/v1/subscriptions/default"),
    call(door, who, "GET", "/v1/agreements"),
    ...(who.agencyId === COORDINATOR.agencyId ? [call(door, COORDINATOR, "GET", "/v1/links/reviews")] : []),
  ]);
  return {
    reads,
    search: named([found.status, shape, inOrder]),
    pulled: updates.map((update) => named(said(update))),
    streamed: streamed.updates.map((update) => named(said(update))),
    lists: lists.map(({ status, body }) => [status, withoutRandom(body, door)]),
  };
}

/** A change that waits for another transaction to end may miss one pull: the end is where a pull that waits gives nothing. */
async function pullToTheEnd(door: Door, who: Caller, start: string): Promise<readonly Update[]> {
  const { agencyId, actor, purpose } = who;
  const updates: Update[] = [];
  let after = start;
  for (;;) {
    const pulled = await door.client(agencyId).pullAll({ actor, purpose, after, waitS: 1 });
    if (pulled.updates.length === 0) {
      return updates;
    }
    updates.push(...pulled.updates);
    after = pulled.cursor;
  }
}

/** The place before everything. */
async function startOf(door: Door, who: Caller): Promise<string> {
  const known = starts.get(door) ?? (await subscriptionCursor(door, who));
  starts.set(door, known);
  return known;
}

const starts = new WeakMap<Door, string>();

/** Of an update what is not random or a time. */
function said({ type, subject, sequence, data }: Update): unknown {
  return { type, subject, sequence, data };
}

/** A cursor is sealed over the random id of the subscription, which both copies of the database share. */
function withoutRandom(body: unknown, door: Door): unknown {
  const reviews = Object.values(door.world.reviews);
  const text = JSON.stringify(steady(body));
  return JSON.parse(
    reviews
      .reduce((so, id) => so.replaceAll(id, "review"), text)
      .replaceAll(/"personId":"[0-9a-f-]{36}"/g, '"personId":""'),
  );
}
