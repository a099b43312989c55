import { afterAll, beforeAll, expect, test } from "vitest";
import { SEARCH } from "../classes/outlets.ts";
import { type Door, type Fault, openDoor } from "../door/door.ts";
import { CHILD, newestCursor, person, pull, read, search, TEAM } from "../door/drive.ts";
import { rewrites, unlimited } from "../door/faults.ts";
import { type LeakWorld, startLeakWorld } from "../door/leak-world.ts";
import { chanceBound, coin, guessedRight, type Try } from "./chance.ts";

/**
 * The secret is what the police hold of a child's offending: which of two offences of one category, of which the team sees the
 * category alone, and whether it was changed just now.
 */
const FIELD = "police.offendingHistory";
const OFFENCES = ["028/01", "028/02"] as const;
const TRIES = 1_000;
const TRIES_OF_ATTACK = 80;

/** What an attacker tries: by which answers it hopes to learn which offence it is, and by which that it was changed. */
type Channel = "match" | "page" | "etag" | "arrival" | "size";
type Game = Readonly<Record<Channel, readonly Try[]>>;

let world: LeakWorld;

beforeAll(async () => {
  world = await startLeakWorld();
}, 120_000);
afterAll(() => world?.[Symbol.asyncDispose]());

test(`an attacker of ${TRIES} tries learns nothing by match, page, ETag, arrival or size`, async () => {
  await using door = await openDoor(world);
  const right = learned(await play(door, TRIES));
  report("the hub as it is", right);
  const bound = chanceBound(TRIES / 2);
  expect(Object.entries(right).filter(([, share]) => share >= bound)).toEqual([]);
}, 240_000);

const BROKEN: readonly (readonly [string, Fault, readonly Channel[]])[] = [
  ["compares and sends what is stored", { dependencies: unlimited }, ["match", "etag", "arrival", "size"]],
  [
    "counts what is stored",
    {
      between: rewrites([SEARCH], async (answer, _c, { sql }) => {
        const [row] = await sql<{ total: string }[]>`
          select count(*) as total from published.person as one where published.read_person(one.person_id)::text like ${`%${OFFENCES[0]}%`}`;
        return { ...answer, total: row?.total };
      }),
    },
    ["page"],
  ],
];

test.each(BROKEN)("the same attacker learns it from a hub that %s", async (what, fault, channels) => {
  await using door = await openDoor(world, fault);
  const right = learned(await play(door, TRIES_OF_ATTACK));
  report(`a hub that ${what}`, right);
  expect(channels.filter((channel) => right[channel] < 0.9)).toEqual([]);
});

const RANGES = [
  { $lt: "028/02" },
  { $gte: "028" },
  { $regex: "^028" },
  { gt: "028/01", lt: "028/02" },
  ["028/01", "028/02"],
  null,
];

test.each(RANGES)(
  "a search by a range or a pattern, %j, cannot be made, so that nothing can be halved",
  async (wanted) => {
    await using door = await openDoor(world);
    const answer = await search(door, TEAM, { [`${FIELD}[].hoCode`]: wanted });
    expect(answer).toMatchObject({ status: 422, body: { code: "validation-failed" } });
  },
);

test.each(["028/0", "028/01 ", "028/01*", "028/0_", "028/0%", ""])(
  "part of a value, %j, finds nobody by it",
  async (part) => {
    await using door = await openDoor(world, { dependencies: unlimited });
    await setOffence(door, "028/01");
    const ids = async (wanted: string) => {
      const { body } = await search(door, TEAM, { [`${FIELD}[].hoCode`]: wanted });
      return (body as { readonly people: readonly { readonly personId: string }[] }).people.length;
    };
    // Even a caller who sees the value whole compares it whole; blanks at its ends alone do not count.
    expect([await ids("028/01"), await ids(part)]).toEqual([1, part.trim() === "028/01" ? 1 : 0]);
  },
);

/** Draws for each try whether the offence changes, so that either is as likely as not, and makes the attacker's four calls. */
async function play(door: Door, tries: number): Promise<Game> {
  const toss = coin(20_261_121);
  const game: Record<Channel, Try[]> = { match: [], page: [], etag: [], arrival: [], size: [] };
  let held = true;
  await setOffence(door, OFFENCES[0]);
  let cursor = await newestCursor(door, TEAM);
  let etag: string | undefined;
  for (let n = 0; n < tries; n += 1) {
    const isChanged = toss();
    if (isChanged) {
      held = !held;
      await setOffence(door, OFFENCES[held ? 0 : 1]);
    }
    door.take();
    const seen = await attack(door, cursor);
    const size = String(door.take().length);
    game.match.push({ seen: seen.match, secret: held });
    game.page.push({ seen: seen.page, secret: held });
    game.etag.push({ seen: String(seen.etag === etag), secret: isChanged });
    game.arrival.push({ seen: seen.arrival, secret: isChanged });
    game.size.push({ seen: size, secret: isChanged });
    cursor = seen.cursor;
    etag = seen.etag;
  }
  return game;
}

async function attack(door: Door, after: string) {
  const child = person(door, CHILD).personId;
  const [found, page, whole, heard] = await Promise.all([
    search(door, TEAM, { [`${FIELD}[].hoCode`]: OFFENCES[0] }),
    search(door, TEAM, { "iom.cohort": "fixed" }, { limit: 1 }),
    read(door, TEAM, child),
    pull(door, TEAM, after),
  ]);
  const { people: people1, ...match } = found.body as { readonly people: readonly unknown[] };
  const {
    people: people2,
    cursor,
    ...shape
  } = page.body as { readonly people: readonly unknown[]; readonly cursor: unknown };
  const last = heard.updates.at(-1);
  return {
    match: JSON.stringify([found.status, people1.length, match]),
    page: JSON.stringify([page.status, people2.length, cursor === null, shape]),
    etag: whole.headers["etag"],
    arrival: JSON.stringify([
      heard.updates.length,
      heard.updates.map(({ data }) => data["view_version"] !== undefined),
    ]),
    cursor: last?.cursor ?? after,
  };
}

/** The police say which offence it was; written as the core would publish it. */
async function setOffence(door: Door, hoCode: string): Promise<void> {
  const { personId } = person(door, CHILD);
  await door.owner.begin(async (tx) => {
    const [row] = await tx<{ document: { values: Record<string, { originator: string; value: object }[]> } }[]>`
      select document from core.person where person_id = ${personId}`;
    const held = row?.document.values[FIELD] ?? [];
    const said = held.map((item) =>
      item.originator === "hampshire-police" ? { ...item, value: { ...item.value, hoCode } } : item,
    );
    await tx`update core.person set document = jsonb_set(document, ${`{values,${FIELD}}`}::text::text[], ${JSON.stringify(said)}::text::jsonb)
      where person_id = ${personId}`;
    await tx`
      insert into core.change_feed (person_id, kind, fields, version, detail, created_at)
      values (${personId}, 'record', ${[FIELD]}, 1, '{}', ${door.now()})`;
    await tx`select pg_notify('hub_change', '')`;
  });
}

function learned(game: Game): Readonly<Record<Channel, number>> {
  const { match, page, etag, arrival, size } = game;
  return {
    match: guessedRight(match),
    page: guessedRight(page),
    etag: guessedRight(etag),
    arrival: guessedRight(arrival),
    size: guessedRight(size),
  };
}

function report(what: string, right: Readonly<Record<Channel, number>>): void {
  const shares = Object.entries(right).map(([channel, share]) => `${channel} ${share.toFixed(3)}`);
  process.stdout.write(`guessed right, ${what}: ${shares.join(", ")}\n`);
}
