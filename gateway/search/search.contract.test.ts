import { afterAll, beforeAll, expect, test } from "vitest";
import type { Exchanges } from "#schemas/generated/types.ts";
import { type GatewayAtWork, held, startGatewayAtWork } from "#test/gateway-at-work.ts";
import { SEARCH_BEAT_MS } from "./on-the-beat.ts";

const AS_TEAM = { actor: "sgt-01", purpose: "iom-case-management" };
const AS_HOUSING = { actor: "hous-01", purpose: "iom-case-management" };

let hub: GatewayAtWork;
let dana: string;
let hidden: string;

const named = (firstName: string, lastName: string) => ({
  "identity.firstName": held("hampshire-police", firstName),
  "identity.lastName": held("hampshire-police", lastName),
  "iom.ragStatus": held("iom-team", "amber"),
});

beforeAll(async () => {
  hub = await startGatewayAtWork();
  dana = await hub.addPerson({
    values: { ...named("Dana", "Marsh"), "police.pncId": held("hampshire-police", "P-1") },
  });
  await hub.addPerson({ values: named("Siân", "Marsh") });
  await hub.addPerson({ values: named("Ida", "Hallam") });
  hidden = await hub.addPerson({
    values: named("Greta", "Marsh"),
    accessRestriction: { excluded: ["solent-housing", "iom-team"], restricted: [] },
  });
});
afterAll(() => hub[Symbol.asyncDispose]());

const search = (agencyId: string, who: typeof AS_TEAM, body: unknown) =>
  hub.client(agencyId).call("POST", "/v1/searches", { ...who, body });
const people = (answer: { body: unknown }) => (answer.body as Exchanges["search-answer"]).people;

test("a field the caller may not read may not be searched on, and is named", async () => {
  const answer = await search("solent-housing", AS_HOUSING, { match: { "police.pncId": "P-1" } });
  expect(answer).toMatchObject({ status: 422, body: { code: "field-not-queryable", field: "police.pncId" } });
});

test.each([
  ["no match", {}],
  ["an empty match", { match: {} }],
  ["a pattern", { match: { "identity.lastName": { $regex: "^M" } } }],
  ["an unknown member", { match: { "identity.lastName": "Marsh" }, sort: "identity.lastName" }],
  ["too many a page", { match: { "identity.lastName": "Marsh" }, limit: 201 }],
])("%s is refused", async (_what, body) => {
  expect(await search("iom-team", AS_TEAM, body)).toMatchObject({ status: 422, body: { code: "validation-failed" } });
});

test("somebody hidden from the caller is no hit, no count and no gap", async () => {
  const answer = await search("iom-team", AS_TEAM, { match: { "identity.lastName": "Marsh" } });
  expect(answer.status).toBe(200);
  const names = people(answer).map(({ fields }) => fields["identity.firstName"]?.value);
  expect(names.sort()).toEqual(["Dana", "Siân"]);
  expect(JSON.stringify(answer.body)).not.toContain(await hub.idFor("iom-team", hidden));
  expect(Object.keys(answer.body as object).sort()).toEqual(["agreements", "cursor", "people", "purpose"]);
});

test.each([
  ["found somebody", { "identity.lastName": "Marsh" }],
  ["found nobody", { "identity.lastName": "Nobody" }],
  ["may not be asked", { "police.mappa.category": "1" }],
])("a search that %s is answered on the beat, however soon it was done", async (_what, match) => {
  const began = performance.now();
  await search("solent-housing", AS_HOUSING, { match });
  expect(performance.now() - began).toBeGreaterThanOrEqual(SEARCH_BEAT_MS - 1);
});

test("a hit carries the name and what was searched on, and no more; it is logged as a disclosure of that", async () => {
  const answer = await search("iom-team", AS_TEAM, { match: { "identity.firstName": "dana", "police.pncId": "P-1" } });
  const [hit] = people(answer);
  expect(hit?.personId).toBe(await hub.idFor("iom-team", dana));
  expect(Object.keys(hit?.fields ?? {}).sort()).toEqual(["identity.firstName", "identity.lastName", "police.pncId"]);
  const rows = await hub.owner<{ entry: Buffer }[]>`select entry from ledger.entry order by arrival desc limit 2`;
  const [searched, disclosed] = rows.map(({ entry }) => JSON.parse(entry.toString("utf8")));
  expect(disclosed).toMatchObject({ kind: "disclosure", resource: "search", recipient: ["iom-team"] });
  expect(searched).toMatchObject({ kind: "consultation", resource: "search" });
  expect(JSON.stringify([searched, disclosed])).not.toMatch(/dana|P-1/i);
});

test("names match without their accents and capitals", async () => {
  const answer = await search("iom-team", AS_TEAM, { match: { "identity.firstName": "SIAN" } });
  expect(people(answer)).toHaveLength(1);
});

test("pages are filled by hits, go on by cursor, and meet everybody once", async () => {
  const match = { "iom.ragStatus": "amber" };
  const first = await search("iom-team", AS_TEAM, { match, limit: 2 });
  const { cursor } = first.body as Exchanges["search-answer"];
  const second = await search("iom-team", AS_TEAM, { match, limit: 2, cursor });
  expect([people(first).length, people(second).length]).toEqual([2, 1]);
  expect((second.body as Exchanges["search-answer"]).cursor).toBeNull();
  expect(new Set([...people(first), ...people(second)].map(({ personId }) => personId)).size).toBe(3);

  const elsewhere = await search("iom-team", AS_TEAM, { match: { "iom.ragStatus": "red" }, cursor });
  expect(elsewhere).toMatchObject({ status: 400, body: { code: "cursor-not-accepted" } });
  const others = await search("solent-housing", AS_HOUSING, { match, cursor });
  expect(others).toMatchObject({ status: 400, body: { code: "cursor-not-accepted" } });
});

test("nobody found is an answer like any other", async () => {
  const answer = await search("iom-team", AS_TEAM, { match: { "identity.lastName": "Nobody" } });
  expect(answer).toMatchObject({ status: 200, body: { people: [], cursor: null } });
});

test("looking for people leaves no trace of those whom the caller may not see", async () => {
  await search("solent-housing", AS_HOUSING, { match: { "identity.lastName": "Marsh" } });
  const [row] = await hub.owner<{ known: boolean }[]>`
    select exists (select from gateway.pairwise_id where agency_id = 'solent-housing' and person_id = ${hidden}) as known`;
  expect(row?.known).toBe(false);
});
