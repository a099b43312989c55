import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Exchanges } from "#schemas/generated/types.ts";
import { type GatewayAtWork, held, NOW, startGatewayAtWork } from "#test/gateway-at-work.ts";

const PURPOSE = "iom-case-management";
const HOUR_MS = 3_600_000;

const dana = {
  values: {
    "identity.firstName": held("hampshire-police", "Dana"),
    "identity.lastName": held("solent-probation", "Marsh"),
    "identity.dateOfBirth": held("hampshire-police", "1990-03-04"),
    "police.pncId": held("hampshire-police", "2010/9999999X"),
    "treatment.engagement": held("solent-drug-services", "engaged"),
    "iom.ragStatus": held("iom-team", "amber"),
  },
};

let hub: GatewayAtWork;
let person: string;

beforeAll(async () => {
  hub = await startGatewayAtWork();
});
afterAll(() => hub[Symbol.asyncDispose]());
beforeEach(async () => {
  hub.clock.set(NOW);
  await hub.owner`delete from gateway.decision`;
  person = await hub.addPerson(dana);
});

type Listed = Exchanges["audit-disclosures"];

const OFFICERS = {
  "hampshire-police": "dpo-police",
  "solent-housing": "dpo-housing",
  "solent-probation": "dpo-probation",
  "solent-drug-services": "dpo-drugs",
  "solent-yot": "dpo-yot",
  "iom-team": "dpo-iom",
} as const;
type Audited = keyof typeof OFFICERS;

const audit = (agencyId: Audited, path = "", who: { actor?: string; purpose?: string } = {}) =>
  hub
    .client(agencyId)
    .call("GET", `/v1/audit/disclosures${path}`, { actor: OFFICERS[agencyId], purpose: "dpo-audit", ...who });

const list = async (agencyId: Audited, query = ""): Promise<Listed> => {
  const answer = await audit(agencyId, query);
  expect(answer.status).toBe(200);
  return answer.body as Listed;
};

const read = async (agencyId: string, actor: string, query = "", of = person) => {
  const path = `/v1/people/${await hub.idFor(agencyId, of)}${query}`;
  const answer = await hub.client(agencyId).call("GET", path, { actor, purpose: PURPOSE });
  return (answer.body as { readonly receipt?: { readonly id: string } }).receipt?.id ?? "";
};

const newestEntry = async () => {
  const [row] = await hub.owner<{ entry: Buffer }[]>`select entry from ledger.entry order by arrival desc limit 1`;
  return JSON.parse(row?.entry.toString("utf8") ?? "null");
};

test.each([
  ["anybody but a data protection officer", { actor: "hous-01" }, "actor-not-permitted"],
  ["somebody the register does not know", { actor: "nobody-here" }, "actor-not-permitted"],
  ["an officer with another purpose", { purpose: PURPOSE }, "purpose-not-permitted"],
])("%s is refused, and that is logged", async (_who, who, code) => {
  for (const path of ["", "/6f1c0f0e-0b0c-4a52-9e2e-6d6f2b5e8d11"]) {
    expect(await audit("solent-housing", path, who)).toMatchObject({ status: 403, body: { code } });
    expect(await newestEntry()).toMatchObject({ kind: "access.refused", resource: "audit" });
  }
});

test.each([
  ["since=yesterday", "/since"],
  ["since=2026-11-21", "/since"],
  ["until=2026-13-01T00:00:00Z", "/until"],
  ["recipient=Solent%20Housing", "/recipient"],
  ["field=identity.shoeSize", "/field"],
  ["limit=201", "/limit"],
  ["limit=0", "/limit"],
  ["since=2026-11-21T00:00:00Z&until=2026-11-20T00:00:00Z", "/since"],
  ["sort=person", "/sort"],
])("%s is refused by name", async (query, pointer) => {
  expect(await audit("solent-housing", `?${query}`)).toMatchObject({
    status: 422,
    body: { code: "validation-failed", errors: [{ pointer }] },
  });
});

test("a cursor is good for the audit it came from and no other", async () => {
  await read("solent-housing", "hous-01");
  await read("solent-housing", "hous-01");
  const { cursor } = await list("solent-housing", "?limit=1");
  expect(cursor).not.toBeNull();
  const query = `limit=1&cursor=${cursor}`;
  expect((await audit("solent-housing", `?${query}&field=iom.ragStatus`)).status).toBe(400);
  expect((await audit("hampshire-police", `?${query}`)).status).toBe(400);
  expect((await audit("solent-housing", `?${query}`)).status).toBe(200);
});

test("the recipient's officer is told what came, from whom, under which rule and clause", async () => {
  const receiptId = await read("solent-housing", "hous-01");
  const { disclosures, cursor } = await list("solent-housing");
  expect(cursor).toBeNull();
  expect(disclosures).toEqual([
    {
      receipt: { id: receiptId, logIndex: null },
      at: NOW.toISOString(),
      personId: await hub.idFor("solent-housing", person),
      recipient: { party: "solent-housing", role: "housingOfficer" },
      purpose: PURPOSE,
      outlet: "people.read",
      agreement: { id: "solent-iom", version: 1 },
      fields: expect.arrayContaining([
        { field: "identity.firstName", form: "full", rule: "P01", clause: "4.1", originator: "hampshire-police" },
        { field: "identity.lastName", form: "full", rule: "P01", clause: "4.1", originator: "solent-probation" },
        { field: "iom.ragStatus", form: "full", rule: "P55", clause: "4.17", originator: "iom-team" },
      ]),
    },
  ]);
  expect(await newestEntry()).toMatchObject({ kind: "consultation", resource: "audit", purpose: "dpo-audit" });
});

test("an originator's officer is told what came from its own party, and of nothing else", async () => {
  const receiptId = await read("iom-team", "sgt-01");
  const [one, ...more] = (await list("solent-probation")).disclosures;
  expect(more).toEqual([]);
  expect(one?.receipt.id).toBe(receiptId);
  expect(one?.personId).toBe(await hub.idFor("solent-probation", person));
  expect(one?.fields.map(({ field, originator }) => [field, originator])).toEqual([
    ["identity.lastName", "solent-probation"],
  ]);
  // Nothing of the yot's was in it, and nothing went to it.
  expect((await list("solent-yot")).disclosures).toEqual([]);
});

test("reading one's own data, and being refused, are no disclosures", async () => {
  await read("iom-team", "sgt-01", "?fields=iom.ragStatus");
  await read("solent-housing", "hous-01", "?fields=police.pncId");
  expect((await list("iom-team")).disclosures).toEqual([]);
  expect((await list("solent-housing")).disclosures).toEqual([]);
});

test("an audit is narrowed by person, recipient, field and period", async () => {
  const other = await hub.addPerson(dana);
  const first = await read("solent-housing", "hous-01");
  hub.clock.set(new Date(NOW.getTime() + HOUR_MS));
  const second = await read("iom-team", "sgt-01", "", other);
  const receipts = async (query: string) =>
    (await list("hampshire-police", `?${query}`)).disclosures.map(({ receipt }) => receipt.id);

  expect(await receipts("limit=10")).toEqual([second, first]);
  expect(await receipts(`person=${await hub.idFor("hampshire-police", other)}`)).toEqual([second]);
  expect(await receipts(`person=${other}`)).toEqual([]);
  expect(await receipts("recipient=solent-housing")).toEqual([first]);
  expect(await receipts("field=police.pncId")).toEqual([second]);
  expect(await receipts("field=iom.ragStatus")).toEqual([]);
  expect(await receipts(`since=${new Date(NOW.getTime() + 1).toISOString()}`)).toEqual([second]);
  expect(await receipts("since=2026-11-20T00:00:00Z")).toEqual([second, first]);
});

test("pages meet every disclosure once, newest first, at the same instant too", async () => {
  const made = [];
  for (let at = 0; at < 5; at += 1) {
    hub.clock.set(new Date(NOW.getTime() + Math.floor(at / 2) * 1_000));
    made.push(await read("solent-housing", "hous-01"));
  }
  const met = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    // Time goes on between pages; the period asked for does not.
    hub.clock.set(new Date(hub.clock.now().getTime() + 1_000));
    await read("solent-housing", "hous-01");
    const page: Listed = await list("solent-housing", `?limit=2${cursor === "" ? "" : `&cursor=${cursor}`}`);
    met.push(...page.disclosures.map(({ receipt }) => receipt.id));
    cursor = page.cursor;
  }
  const [newest, ...others] = met;
  expect(others.toSorted()).toEqual(made.toSorted());
  expect(made).not.toContain(newest);
});

test("somebody the officer is kept from is in no list, and leaves no gap in it", async () => {
  const receiptId = await read("solent-housing", "hous-01");
  const other = await hub.addPerson(dana);
  const shown = await read("solent-housing", "hous-01", "", other);
  const restricted = { excluded: ["dpo@housing.example"], restricted: [] };
  await hub.changePerson(person, { ...dana, accessRestriction: restricted }, {});

  expect((await list("solent-housing", "?limit=1")).disclosures.map(({ receipt }) => receipt.id)).toEqual([shown]);
  const hidden = await audit("solent-housing", `/${receiptId}`);
  const unknown = await audit("solent-housing", "/6f1c0f0e-0b0c-4a52-9e2e-6d6f2b5e8d11");
  const plain = ({ body }: typeof hidden) => ({ ...(body as object), request_id: null });
  expect([hidden.status, plain(hidden)]).toEqual([404, plain(unknown)]);
  // The police officer is not.
  expect((await list("hampshire-police")).disclosures).toHaveLength(2);
});
