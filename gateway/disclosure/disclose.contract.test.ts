import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type GatewayAtWork, held, NOW, startGatewayAtWork } from "#test/gateway-at-work.ts";

const HOUR_MS = 3_600_000;
const PURPOSE = "iom-case-management";
const AS_HOUSING = { actor: "hous-01", purpose: PURPOSE };
const AS_PROBATION = { actor: "prac-01", purpose: PURPOSE };

const dana = {
  values: {
    "identity.firstName": held("hampshire-police", "Dana"),
    "identity.lastName": held("hampshire-police", "Marsh"),
    "identity.dateOfBirth": held("hampshire-police", "1990-03-04"),
    "police.pncId": held("hampshire-police", "2010/9999999X"),
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
  person = await hub.addPerson(dana);
});

const read = async (agencyId: string, who: { actor: string; purpose: string }, personId = person, query = "") =>
  hub.client(agencyId).call("GET", `/v1/people/${await hub.idFor(agencyId, personId)}${query}`, who);

const newestEntry = async () => {
  const [row] = await hub.owner<{ entry: Buffer }[]>`select entry from ledger.entry order by arrival desc limit 1`;
  return JSON.parse(row?.entry.toString("utf8") ?? "null");
};

const withoutRequestId = (body: unknown) => ({ ...(body as object), request_id: null });

test("a person withheld and a person unknown get the same answer, byte for byte but for the request's own number", async () => {
  await hub.changePerson(person, { ...dana, accessRestriction: { excluded: ["solent-housing"], restricted: [] } }, {});
  const withheld = await read("solent-housing", AS_HOUSING);
  const withheldEntry = await newestEntry();
  const unknown = await hub
    .client("solent-housing")
    .call("GET", "/v1/people/6f1c0f0e-0b0c-4a52-9e2e-6d6f2b5e8d11", AS_HOUSING);
  const unknownEntry = await newestEntry();

  expect(withheld.status).toBe(404);
  expect(withoutRequestId(unknown.body)).toEqual(withoutRequestId(withheld.body));
  expect(Object.keys(unknown.headers)).toEqual(Object.keys(withheld.headers));
  // The agency may read its own leaves, so they must be alike as well.
  expect(Object.keys(unknownEntry)).toEqual(Object.keys(withheldEntry));
  expect([unknownEntry.decision_ref, withheldEntry.decision_ref]).toEqual(["not-found", "not-found"]);
});

test.each(["not-an-id", "00000000-0000-0000-0000-000000000000", "%C3%A9"])("no person is called %s", async (id) => {
  expect((await hub.client("solent-housing").call("GET", `/v1/people/${id}`, AS_HOUSING)).status).toBe(404);
});

test("another agency's id of the same person means nobody", async () => {
  const theirs = await hub.idFor("hampshire-police", person);
  expect((await hub.client("solent-housing").call("GET", `/v1/people/${theirs}`, AS_HOUSING)).status).toBe(404);
});

test("an officer excluded by e-mail is refused, and a colleague reads", async () => {
  const restricted = { ...dana, accessRestriction: { excluded: ["j.marsh@probation.example"], restricted: [] } };
  await hub.changePerson(person, restricted, {});
  expect((await read("solent-probation", { ...AS_PROBATION, actor: "prac-02" })).status).toBe(404);
  expect((await read("solent-probation", AS_PROBATION)).status).toBe(200);
});

test("a purpose outside the agreements is refused and logged with its code", async () => {
  const answer = await read("solent-housing", { actor: "hous-01", purpose: "dpo-audit" });
  expect(answer).toMatchObject({ status: 403, body: { code: "purpose-not-permitted" } });
  expect(await newestEntry()).toMatchObject({ kind: "access.refused", agency: "solent-housing", fields: [] });
});

test("an agreement that has ended shares nothing", async () => {
  hub.clock.set(new Date("2028-04-01T00:00:00Z"));
  await hub.owner`update gateway.agency_key set not_after = '2030-01-01'`;
  await expect.poll(async () => (await read("solent-housing", AS_HOUSING)).status, { timeout: 10_000 }).toBe(403);
});

test("without a log entry there is no answer", async () => {
  await hub.owner`revoke insert on ledger.entry from hub_gateway`;
  try {
    const answer = await read("solent-housing", AS_HOUSING);
    expect(answer).toMatchObject({ status: 503, body: { code: "log-unavailable" } });
    expect(JSON.stringify(answer.body)).not.toContain("Dana");
  } finally {
    await hub.owner`grant insert on ledger.entry to hub_gateway`;
  }
  expect((await read("solent-housing", AS_HOUSING)).status).toBe(200);
});

test("without a claimed nonce there is no answer, although what was asked for is looked up along with the claim", async () => {
  await hub.owner`revoke insert on gateway.nonce from hub_gateway`;
  try {
    const answer = await read("solent-housing", AS_HOUSING);
    expect(answer).toMatchObject({ status: 503, body: { code: "replay-protection-unavailable" } });
    expect(JSON.stringify(answer.body)).not.toContain("Dana");
  } finally {
    await hub.owner`grant insert on gateway.nonce to hub_gateway`;
  }
});

test("what cannot be remembered does not leave, and leaves no entry", async () => {
  await hub.owner`revoke insert on gateway.disclosed from hub_gateway`;
  const before = await hub.owner`select 1 from ledger.entry`;
  try {
    const answer = await read("solent-housing", AS_HOUSING);
    expect(answer).toMatchObject({ status: 503, body: { code: "log-unavailable" } });
  } finally {
    await hub.owner`grant insert on gateway.disclosed to hub_gateway`;
  }
  expect(await hub.owner`select 1 from ledger.entry`).toHaveLength(before.length);
});

test("a field that is no field is refused by name of the parameter", async () => {
  const answer = await read("solent-housing", AS_HOUSING, person, "?fields=identity.firstName,identity.shoeSize");
  expect(answer).toMatchObject({ status: 422, body: { code: "validation-failed" } });
});

test("housing sees what its rules give, under one agreement, with a receipt in the log", async () => {
  const answer = await read("solent-housing", AS_HOUSING);

  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({
    personId: await hub.idFor("solent-housing", person),
    agreements: [{ id: "solent-iom", version: 1 }],
    purpose: PURPOSE,
    fields: expect.objectContaining({
      "identity.firstName": expect.objectContaining({ value: "Dana", form: "full", source: "hampshire-police" }),
    }),
    obligations: {
      marking: "OFFICIAL-SENSITIVE",
      deleteAfterDays: { id: 365, op: 365 },
      onward: { default: "with-originator-consent", fields: {} },
    },
    receipt: { id: expect.any(String), logIndex: null },
  });
  expect(JSON.stringify(answer.body)).not.toContain("2010/9999999X");
  const entry = await newestEntry();
  expect(entry).toMatchObject({ kind: "disclosure", agency: "solent-housing", agreement: "solent-iom@1" });
  expect(JSON.stringify(entry)).not.toMatch(/Dana|Marsh|1990/);
  expect(answer.headers["hub-log-entry"]).toContain("pending=?1");
});

test("reading only one's own data is a consultation", async () => {
  await read("hampshire-police", { actor: "HC3380", purpose: PURPOSE }, person, "?fields=police.pncId");
  expect(await newestEntry()).toMatchObject({ kind: "consultation", fields: ["police.pncId"] });
});

test("fields narrows, and a field the caller may not have stays away", async () => {
  const answer = await read("solent-housing", AS_HOUSING, person, "?fields=identity.firstName,police.pncId");
  expect(Object.keys((answer.body as { fields: object }).fields)).toEqual(["identity.firstName"]);
});

test("the ETag is of what the caller sees: a hidden change leaves it, and a current copy is answered with 304", async () => {
  const first = await read("solent-housing", AS_HOUSING);
  const values = { ...dana.values, "police.pncId": held("hampshire-police", "2011/8888888Y") };
  await hub.changePerson(person, { values }, { fields: ["police.pncId"] });
  const hidden = await read("solent-housing", AS_HOUSING);
  expect(hidden.headers["etag"]).toBe(first.headers["etag"]);

  const path = `/v1/people/${await hub.idFor("solent-housing", person)}`;
  const headers = { "if-none-match": first.headers["etag"] ?? "" };
  const current = await hub.client("solent-housing").call("GET", path, { ...AS_HOUSING, headers });
  expect(current).toMatchObject({ status: 304, body: null });

  const changed = { ...dana.values, "iom.ragStatus": held("iom-team", "red") };
  await hub.changePerson(person, { values: changed }, { fields: ["iom.ragStatus"] });
  const seen = await hub.client("solent-housing").call("GET", path, { ...AS_HOUSING, headers });
  expect(seen.status).toBe(200);
});

test("who was given what is remembered for a recall, but not to whom it belonged anyway", async () => {
  await read("hampshire-police", { actor: "HC3380", purpose: PURPOSE });
  const rows = await hub.owner<{ field: string; originator: string }[]>`
    select field, originator from gateway.disclosed where person_id = ${person} and agency_id = 'hampshire-police'`;
  expect(rows).toContainEqual({ field: "iom.ragStatus", originator: "iom-team" });
  expect(rows.filter(({ originator }) => originator === "hampshire-police")).toEqual([]);
});

const remembered = () =>
  hub.owner<{ field: string; at: string; lastAt: Date }[]>`
    select field, ctid || ' ' || xmin || ' ' || xmax as at, last_at as "lastAt" from gateway.disclosed
    where person_id = ${person} and agency_id = 'solent-housing' order by field, originator`;

test("a second look on the same day neither writes nor locks what is remembered, so readers do not wait for each other", async () => {
  await read("solent-housing", AS_HOUSING);
  const first = await remembered();
  hub.clock.set(new Date(NOW.getTime() + 23 * HOUR_MS));
  await read("solent-housing", AS_HOUSING);
  expect(first).not.toEqual([]);
  expect(await remembered()).toEqual(first);
});

test("a look on a later day is remembered as the last, and a field given for the first time is added", async () => {
  await read("solent-housing", AS_HOUSING, person, "?fields=identity.firstName");
  expect((await remembered()).map(({ field }) => field)).toEqual(["identity.firstName"]);
  hub.clock.set(new Date(NOW.getTime() + 25 * HOUR_MS));
  await read("solent-housing", AS_HOUSING);
  const rows = await remembered();
  expect(rows.map(({ field }) => field)).toContain("identity.lastName");
  expect(rows.map(({ lastAt }) => lastAt)).toEqual(rows.map(() => new Date(NOW.getTime() + 25 * HOUR_MS)));
});

test("an agency's entries about one person stay together, and tell nothing beside another agency's", async () => {
  const commits: string[] = [];
  for (const agencyId of ["solent-housing", "solent-housing", "solent-probation"]) {
    await read(agencyId, agencyId === "solent-housing" ? AS_HOUSING : AS_PROBATION);
    commits.push((await newestEntry()).subject_commit);
  }
  const [first, again, anothers] = commits;
  expect(first).toEqual(expect.any(String));
  expect(again).toBe(first);
  expect(anothers).not.toBe(first);
});

test("a receipt is for the parties, and for others it is not there", async () => {
  const { body } = await read("solent-housing", AS_HOUSING);
  const { id } = (body as { receipt: { id: string } }).receipt;
  expect((await hub.client("hampshire-police").call("GET", `/v1/receipts/${id}`, { actor: "x" })).status).toBe(404);
  const own = await hub.client("solent-housing").call("GET", `/v1/receipts/${id}`, { actor: "x" });
  expect(own).toMatchObject({ status: 200, body: { id, logIndex: null } });
});
