import { afterAll, beforeAll, expect, test } from "vitest";
import type { Exchanges } from "#schemas/generated/types.ts";
import { eventually, until } from "#test/eventually.ts";
import { type GatewayAtWork, held, NOW, startGatewayAtWork } from "#test/gateway-at-work.ts";
import { activate, versionWithout } from "#test/policy-moves.ts";

const AS_HOUSING = { actor: "hous-01", purpose: "iom-case-management" };
const READS = 2_000;
const AT_ONCE = 100;
/** Every so many calls is a search; and the next version comes. */
const SEARCH_EVERY = 5;
const SWAP_EVERY = 400;

let hub: GatewayAtWork;
let path: string;

beforeAll(async () => {
  hub = await startGatewayAtWork();
  const values = {
    "identity.firstName": held("hampshire-police", "Dana"),
    "identity.lastName": held("hampshire-police", "Marsh"),
    "iom.ragStatus": held("iom-team", "amber"),
    "iom.cohort": held("iom-team", "fixed"),
  };
  path = `/v1/people/${await hub.idFor("solent-housing", await hub.addPerson({ values }))}`;
  await hub.addPerson({ values: { ...values, "identity.firstName": held("hampshire-police", "Ida") } });
});
afterAll(() => hub[Symbol.asyncDispose]());

/** Odd versions withhold the cohort, even ones the rating. */
const hiddenIn = (version: number) => (version % 2 === 1 ? "iom.cohort" : "iom.ragStatus");
const call = (method: string, at: string, body?: unknown) =>
  hub.client("solent-housing").call(method, at, { ...AS_HOUSING, ...(body === undefined ? {} : { body }) });

test("two thousand reads and searches while versions change: each answer is wholly of one version", async () => {
  await activate(hub, versionWithout(hiddenIn(2), 2));
  await until(async () => versionOf((await call("GET", path)).body) === 2);
  const seen = new Set<number>();
  const blends: unknown[] = [];
  const one = async (number: number) => {
    const isSearch = number % SEARCH_EVERY === 0;
    const answer = isSearch
      ? await call("POST", "/v1/searches", { match: { "iom.cohort": "fixed" } })
      : await call("GET", path);
    const version = versionOf(answer.body);
    const isWhole = isSearch ? isWholeSearch(answer) : isWholeRead(answer);
    if (version !== undefined) {
      seen.add(version);
    }
    if (!isWhole) {
      blends.push(answer);
    }
  };
  const swaps: Promise<unknown>[] = [];
  for (let from = 0; from < READS; from += AT_ONCE) {
    const version = 2 + from / SWAP_EVERY;
    if (from > 0 && from % SWAP_EVERY === 0) {
      swaps.push(activate(hub, versionWithout(hiddenIn(version), version)));
    }
    await Promise.all(Array.from({ length: AT_ONCE }, (_, at) => one(from + at)));
  }
  await Promise.all(swaps);
  expect(blends).toEqual([]);
  expect([...seen].toSorted((a, b) => a - b)).toEqual([2, 3, 4, 5, 6]);
});

function isWholeRead({ status, body }: { readonly status: number; readonly body: unknown }): boolean {
  const { fields } = body as Exchanges["person-answer"];
  const shown = ["iom.cohort", "iom.ragStatus"].filter((field) => fields[field] !== undefined);
  return status === 200 && shown.length === 1 && shown[0] !== hiddenIn(versionOf(body) ?? 0);
}

/** Where the cohort is withheld it may not be searched on, and where it is not both people are found. */
function isWholeSearch({ status, body }: { readonly status: number; readonly body: unknown }): boolean {
  if (status === 422) {
    return (body as { field?: string }).field === "iom.cohort";
  }
  const { people } = body as Exchanges["search-answer"];
  return status === 200 && hiddenIn(versionOf(body) ?? 1) !== "iom.cohort" && people.length === 2;
}

function versionOf(body: unknown): number | undefined {
  return (body as { agreements?: { version: number }[] }).agreements?.[0]?.version;
}

test("once the agreement has expired the next page of a search is refused", async () => {
  const match = { "identity.lastName": "Marsh" };
  const first = await call("POST", "/v1/searches", { match, limit: 1 });
  const { cursor, people } = first.body as Exchanges["search-answer"];
  expect([people.length, typeof cursor]).toEqual([1, "string"]);
  await hub.owner`update gateway.agency_key set not_after = '2030-01-01'`;
  hub.clock.set(new Date("2028-04-01T00:00:00Z"));
  // Until the gateway has seen that the key is good for longer, the call is not taken at all.
  const next = await eventually(() => call("POST", "/v1/searches", { match, limit: 1, cursor }));
  expect(next).toMatchObject({ status: 403, body: { code: "agreement-not-in-force" } });
  hub.clock.set(NOW);
});
