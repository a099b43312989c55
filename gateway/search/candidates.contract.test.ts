import { afterAll, beforeAll, expect, test } from "vitest";
import type { QueryTerm } from "#policies/queries.ts";
import { type GatewayAtWork, held, startGatewayAtWork } from "#test/gateway-at-work.ts";
import { findCandidates, PEOPLE_A_READING } from "./candidates.ts";

let hub: GatewayAtWork;
let greta: string;

const lastName = (name: string) => ({ "identity.lastName": held("hampshire-police", name) });
const term = (field: QueryTerm["field"], wanted: string): QueryTerm => ({ field, leaf: [], wanted });
const candidates = async (...terms: readonly QueryTerm[]) => {
  let found: readonly string[] = [];
  await hub.owner.begin(async (tx) => {
    found = await findCandidates(tx, terms);
  });
  return found;
};

beforeAll(async () => {
  hub = await startGatewayAtWork();
  greta = await hub.addPerson({ values: lastName("Marsh") });
  for (let n = 0; n < PEOPLE_A_READING + 10; n += 1) {
    await hub.addPerson({ values: lastName("Hallam") });
  }
});
afterAll(() => hub[Symbol.asyncDispose]());

test("whoever bears the name is compared, in whole readings, and so are as many where nobody bears it", async () => {
  const bears = await candidates(term("identity.lastName", "MARSH "));
  const nobody = await candidates(term("identity.lastName", "Nobody"));

  expect(bears).toContain(greta);
  expect([bears.length, nobody.length]).toEqual([PEOPLE_A_READING, PEOPLE_A_READING]);
  expect(new Set(bears).size).toBe(bears.length);
});

test("a value that many may have leaves nobody out", async () => {
  const everybody = PEOPLE_A_READING + 11;
  expect(await candidates(term("iom.ragStatus", "amber"))).toHaveLength(everybody);
  expect(await candidates(term("iom.ragStatus", "amber"), term("identity.lastName", "Marsh"))).toHaveLength(
    PEOPLE_A_READING,
  );
});

test("more than a reading of people of one name are all compared", async () => {
  expect((await candidates(term("identity.lastName", "Hallam"))).length).toBeGreaterThanOrEqual(PEOPLE_A_READING + 10);
});

test("whom a search compares besides is drawn anew each time, so that nobody is always the last", async () => {
  const drawn = new Set<string>();
  for (let n = 0; n < 8; n += 1) {
    drawn.add([...(await candidates(term("identity.lastName", "Nobody")))].sort().join());
  }
  expect(drawn.size).toBeGreaterThan(1);
});

test("two names are one person's, and not one of each", async () => {
  const both = await hub.addPerson({
    values: { ...lastName("Pell"), "identity.firstName": held("hampshire-police", "Ingrid") },
  });
  for (let n = 0; n < 3; n += 1) {
    await hub.addPerson({ values: lastName("Pell") });
  }
  const [first, ...rest] = await candidates(term("identity.lastName", "pell"), term("identity.firstName", "INGRID"));
  expect(first).toBe(both);
  expect(rest).toHaveLength(PEOPLE_A_READING - 1);
});

test("a name longer than an index keeps is stored and found", async () => {
  const name = "Ab".repeat(5_000);
  const long = await hub.addPerson({ values: lastName(name) });
  expect((await candidates(term("identity.lastName", name)))[0]).toBe(long);
});
