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
