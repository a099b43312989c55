import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { readDraft, ruleOf } from "#test/agreement-drafts.ts";
import { type GatewayAtWork, held, startGatewayAtWork } from "#test/gateway-at-work.ts";
import { destroyPseudonymKeys, openPseudonymKeys } from "./pseudonym-keys.ts";

const SPO = { actor: "spo-01", purpose: "evaluation" };
const INSPECTOR = { actor: "insp-01", purpose: "evaluation" };
const PROBATION = "solent-probation";
const POLICE = "hampshire-police";
const EVALUATED = { agreementId: "solent-iom", recipient: PROBATION, purpose: "evaluation" };

const dana = {
  values: {
    "police.pncId": held(POLICE, "2010/9999999X"),
    "iom.cohort": held("iom-team", "fixed"),
    "iom.ragStatus": held("iom-team", "amber"),
    "probation.roshLevel": held(PROBATION, "high"),
  },
};

let hub: GatewayAtWork;
let person: string;
/** Other nodes of the same hub. */
const nodes: Awaited<ReturnType<typeof openPseudonymKeys>>[] = [];

/** As the demonstration's agreement, with the police measuring as well, so that there are two who could join what they get. */
beforeAll(async () => {
  const draft = readDraft("agreements/solent-iom.isa.yaml");
  const toPolice = {
    ...ruleOf(draft, "P60"),
    id: "P99",
    to: [{ party: POLICE, roles: ["iomInspector"] }],
    from: ["iom-team"],
    grants: [{ form: "full", fields: ["iom.cohort", "iom.ragStatus"] }],
  };
  hub = await startGatewayAtWork({ agreements: [{ ...draft, rules: [...draft.rules, toPolice] }] });
});
afterAll(async () => {
  await Promise.all(nodes.map((node) => node[Symbol.asyncDispose]()));
  await hub[Symbol.asyncDispose]();
});
beforeEach(async () => {
  person = await hub.addPerson(dana);
});

const openNode = async () => {
  const node = await openPseudonymKeys(hub.owner);
  nodes.push(node);
  return node;
};

type Who = typeof SPO;
type Body = { readonly personId: string; readonly fields: Readonly<Record<string, { readonly value: unknown }>> };

const get = (agencyId: string, id: string, who: Who) => hub.client(agencyId).call("GET", `/v1/people/${id}`, who);
const pseudonymFor = async (agencyId: string, who: Who) =>
  ((await get(agencyId, await hub.idFor(agencyId, person), who)).body as Body).personId;
const find = async (agencyId: string, who: Who, more: object = {}) => {
  const body = { match: { "iom.cohort": "fixed" }, ...more };
  const answer = await hub.client(agencyId).call("POST", "/v1/searches", { ...who, body });
  return answer.body as { readonly people: readonly Body[]; readonly cursor: string | null };
};
const keys = () =>
  hub.owner<{ recipient: string; purpose: string; epoch: number; destroyed: boolean }[]>`
    select recipient, purpose, epoch, key is null as destroyed from gateway.pseudonym_key
    order by recipient, purpose, epoch`;

test("no key is made for a purpose under which nothing is ever made a pseudonym", async () => {
  await get("solent-housing", await hub.idFor("solent-housing", person), {
    actor: "hous-01",
    purpose: "tenancy-support",
  });
  expect((await keys()).filter(({ recipient }) => recipient === "solent-housing")).toEqual([]);
});

test("for evaluation a person is answered by a pseudonym, and read again by it", async () => {
  const pairwise = await hub.idFor(PROBATION, person);
  const first = (await get(PROBATION, pairwise, SPO)).body as Body;
  const again = (await get(PROBATION, first.personId, SPO)).body as Body;

  expect(first.personId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(first.personId).not.toBe(pairwise);
  expect([again.personId, again.fields]).toEqual([first.personId, first.fields]);
  expect(first.fields["police.pncId"]?.value).toMatch(/^[0-9a-f]{32}$/);
});

test.each([
  ["the same agency for another purpose", PROBATION, { actor: "spo-01", purpose: "iom-case-management" }],
  ["another agency that measures as well", POLICE, INSPECTOR],
  ["an agency that does not measure", "solent-housing", { actor: "hous-01", purpose: "iom-case-management" }],
])("to %s the pseudonym is nobody's", async (_, agencyId, who) => {
  const pseudonym = await pseudonymFor(PROBATION, SPO);
  expect(await get(agencyId, pseudonym, who)).toMatchObject({ status: 404, body: { code: "not-found" } });
});

test("for every other purpose the person keeps the agency's own id", async () => {
  const pairwise = await hub.idFor(PROBATION, person);
  const { body } = await get(PROBATION, pairwise, { actor: "spo-01", purpose: "iom-case-management" });
  expect((body as Body).personId).toBe(pairwise);
});

test("a search for evaluation finds people by the same pseudonyms, in their order, and its cursor tells no other id", async () => {
  await hub.addPerson(dana);
  const pairwise = await hub.idFor(PROBATION, person);
  const pseudonym = await pseudonymFor(PROBATION, SPO);
  const all = (await find(PROBATION, SPO)).people.map(({ personId }) => personId);
  const { people, cursor } = await find(PROBATION, SPO, { limit: 1 });
  const rest = await find(PROBATION, SPO, { cursor, limit: 200 });

  expect(all).toContain(pseudonym);
  expect(all).not.toContain(pairwise);
  expect(all).toEqual(all.toSorted());
  expect([...people, ...rest.people].map(({ personId }) => personId)).toEqual(all);
  expect(Buffer.from(cursor ?? "", "base64url").toString()).not.toContain(pairwise);
});

test("two recipients have no id of anybody in common", async () => {
  const probation = (await find(PROBATION, SPO)).people.map(({ personId }) => personId);
  const police = (await find(POLICE, INSPECTOR)).people.map(({ personId }) => personId);
  expect(probation.length).toBeGreaterThan(1);
  expect(police).toHaveLength(probation.length);
  expect(probation.filter((id) => police.includes(id))).toEqual([]);
});

test("an update for evaluation is about the same pseudonym", async () => {
  const pseudonym = await pseudonymFor(PROBATION, SPO);
  const made = {
    ...SPO,
    body: { scope: { kind: "listed", personIds: [pseudonym] } },
    headers: { "if-none-match": "*" },
  };
  expect((await hub.client(PROBATION).call("PUT", "/v1/subscriptions/measures", made)).status).toBe(201);
  const values = { ...dana.values, "probation.roshLevel": held(PROBATION, "veryHigh") };
  await hub.changePerson(person, { values }, { fields: ["probation.roshLevel"] });
  const { updates } = await hub.client(PROBATION).pullAll({ ...SPO, subscription: "measures" });
  expect(updates.map(({ subject }) => subject)).toEqual([`/v1/people/${pseudonym}`]);
});

test("destroying the keys makes every pseudonym nobody's on every node, and new ones are others", async () => {
  const pseudonym = await pseudonymFor(PROBATION, SPO);
  const another = await openNode();
  await another.prepare(EVALUATED, hub.clock.now());
  expect(another.find(EVALUATED)).toHaveLength(32);
  await hub.owner.begin((tx) => destroyPseudonymKeys(tx, "solent-iom"));
  const destroyed = await keys();

  await expect.poll(() => another.find(EVALUATED)).toBeNull();
  expect((await get(PROBATION, pseudonym, SPO)).status).toBe(404);
  expect(destroyed.every((key) => key.destroyed)).toBe(true);
  await expect.poll(() => pseudonymFor(PROBATION, SPO)).not.toBe(pseudonym);
  expect(await keys()).toContainEqual({ recipient: PROBATION, purpose: "evaluation", epoch: 2, destroyed: false });
});

test("an agreement's keys are no other agreement's, and outlive it", async () => {
  const node = await openNode();
  const other = { ...EVALUATED, agreementId: "another" };
  await node.prepare(other, hub.clock.now());
  const key = node.find(other);
  await hub.owner.begin((tx) => destroyPseudonymKeys(tx, "solent-iom"));
  await node.prepare(EVALUATED, hub.clock.now());
  expect(node.find(EVALUATED)).not.toEqual(key);
  expect(node.find(other)).toEqual(key);
});
