import { afterAll, beforeAll, expect, test } from "vitest";
import type { Exchanges } from "#schemas/generated/types.ts";
import { type GatewayAtWork, held, startGatewayAtWork } from "#test/gateway-at-work.ts";

const PURPOSE = "iom-case-management";
const AS_POLICE = { actor: "HC3380", purpose: PURPOSE };
const ALL = { scope: { kind: "all-registered" } };

let hub: GatewayAtWork;
let dana: string;
let ida: string;

const dataOf = (rag: string) => ({
  "identity.firstName": held("solent-probation", "Dana"),
  "iom.ragStatus": held("iom-team", rag),
});
const policeData = (rag: string) => ({ ...dataOf(rag), "police.pncId": held("hampshire-police", "P-1") });

beforeAll(async () => {
  hub = await startGatewayAtWork();
  dana = await hub.addPerson({ values: dataOf("amber") });
  ida = await hub.addPerson({ values: policeData("amber") });
});
afterAll(() => hub[Symbol.asyncDispose]());

const put = (name: string, body: unknown, more: object = {}) =>
  hub.client("hampshire-police").call("PUT", `/v1/subscriptions/${name}`, { ...AS_POLICE, body, ...more });
const get = (name: string, agencyId = "hampshire-police") =>
  hub.client(agencyId).call("GET", `/v1/subscriptions/${name}`, AS_POLICE);
const pull = async (subscription: string) =>
  (await hub.client("hampshire-police").pullAll({ ...AS_POLICE, subscription, after: await newest(subscription) }))
    .updates;
const started = new Map<string, string>();
const newest = async (name: string) => {
  const known = started.get(name) ?? ((await get(name)).body as Exchanges["subscription"]).cursor;
  started.set(name, known);
  return known;
};
const turnRed = async () => {
  await hub.changePerson(dana, { values: dataOf("red") }, { fields: ["iom.ragStatus"] });
  await hub.changePerson(ida, { values: policeData("red") }, { fields: ["iom.ragStatus"] });
};

test.each([
  ["no scope", {}],
  ["a scope there is not", { scope: { kind: "everybody" } }],
  ["listed without a list", { scope: { kind: "listed" } }],
  ["a list without listed", { scope: { kind: "all-registered", personIds: ["6f1c0f0e-0b0c-4a52-9e2e-6d6f2b5e8d11"] } }],
  ["an unknown member", { ...ALL, door: "pigeon" }],
])("%s is refused", async (_what, body) => {
  expect(await put("refused", body)).toMatchObject({ status: 422, body: { code: "validation-failed" } });
  expect((await get("refused")).status).toBe(404);
});

test("a name is lower-case words", async () => {
  expect(await put("Dana_Marsh", ALL)).toMatchObject({ status: 422, body: { code: "validation-failed" } });
});

test("a purpose the agreements do not have is refused, and the refusal is logged", async () => {
  expect(await put("audit", ALL, { purpose: "dpo-audit" })).toMatchObject({
    status: 403,
    body: { code: "purpose-not-permitted" },
  });
  const [row] = await hub.owner<{ entry: Buffer }[]>`select entry from ledger.entry order by arrival desc limit 1`;
  expect(JSON.parse(row?.entry.toString("utf8") ?? "")).toMatchObject({
    kind: "access.refused",
    resource: "subscription",
  });
});

test("another agency's subscription is as unknown as none", async () => {
  await put("ours", ALL);
  expect((await get("ours")).status).toBe(200);
  expect((await get("ours", "solent-probation")).status).toBe(404);
});

test("a change names the version it was made from, and purpose stays for life", async () => {
  const made = await put("changing", ALL);
  const etag = made.headers["etag"] ?? "";
  expect(await put("changing", ALL)).toMatchObject({ status: 428, body: { code: "precondition-required" } });
  const wrong = await put("changing", ALL, { headers: { "if-match": '"other"' } });
  expect(wrong).toMatchObject({ status: 412, body: { code: "precondition-failed" } });
  const elsewhere = await put("changing", ALL, { purpose: "iom-selection", headers: { "if-match": etag } });
  expect(elsewhere).toMatchObject({ status: 422, body: { code: "validation-failed" } });

  const changed = await put("changing", { ...ALL, mode: "notify" }, { headers: { "if-match": etag } });
  expect(changed).toMatchObject({ status: 200, body: { mode: "notify" } });
  expect(changed.headers["etag"]).not.toBe(etag);
});

test("with several subscriptions the one meant is named", async () => {
  await put("second", ALL);
  const answer = await hub.client("hampshire-police").call("GET", "/v1/events", AS_POLICE);
  expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: "/subscription" }] } });
});

test("scope decides about whom: everybody, one's own people, those listed", async () => {
  await put("all", ALL);
  await put("mine", { scope: { kind: "my-people" } });
  const listed = [await hub.idFor("hampshire-police", dana), "6f1c0f0e-0b0c-4a52-9e2e-6d6f2b5e8d11"];
  await put("listed", { scope: { kind: "listed", personIds: listed } });
  await Promise.all(["all", "mine", "listed"].map(newest));

  await turnRed();

  const about = async (name: string) => (await pull(name)).map(({ subject }) => subject).toSorted();
  const [toDana, toIda] = [dana, ida].map((id) => hub.idFor("hampshire-police", id).then((own) => `/v1/people/${own}`));
  expect(await about("all")).toEqual([await toDana, await toIda].toSorted());
  expect(await about("mine")).toEqual([await toIda]);
  expect(await about("listed")).toEqual([await toDana]);
});

test("who asks for notices is told that there is something to read, and neither what nor which field", async () => {
  await put("notices", { ...ALL, mode: "notify" });
  await newest("notices");
  const green = { values: dataOf("green") };
  await hub.changePerson(dana, green, { fields: ["iom.ragStatus"] });
  const [notice, ...others] = await pull("notices");
  expect(others).toEqual([]);
  const ref = `/v1/people/${await hub.idFor("hampshire-police", dana)}`;
  expect(notice?.data).toEqual({ mode: "notify", ref, view_version: 1, receipt: { id: expect.any(String) } });
  const { "police.pncId": _hidden, ...rest } = policeData("green");
  await hub.changePerson(dana, { values: { ...rest, ...dataOf("green") } }, { fields: ["identity.religion"] });
  expect(await pull("notices")).toHaveLength(1);
});

test("a cursor is good for nothing once its subscription has ended, nor for another of the same name", async () => {
  const made = await put("ending", ALL);
  const cursor = await newest("ending");
  const headers = { "if-match": made.headers["etag"] ?? "" };
  const remove = () =>
    hub.client("hampshire-police").call("DELETE", "/v1/subscriptions/ending", { ...AS_POLICE, headers });
  expect((await remove()).status).toBe(204);
  expect((await remove()).status).toBe(404);
  await put("ending", ALL);
  const answer = await hub
    .client("hampshire-police")
    .call("GET", `/v1/events?subscription=ending&after=${cursor}`, AS_POLICE);
  expect(answer).toMatchObject({ status: 400, body: { code: "cursor-not-accepted" } });
});

test("an agency has so many subscriptions and no more", async () => {
  let last = 201;
  for (let made = 0; made < 25 && last === 201; made += 1) {
    last = (await put(`many-${made}`, ALL)).status;
  }
  expect(last).toBe(429);
});
