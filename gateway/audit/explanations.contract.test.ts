import { afterAll, beforeAll, expect, test } from "vitest";
import type { Exchanges } from "#schemas/generated/types.ts";
import { type GatewayAtWork, startGatewayAtWork } from "#test/gateway-at-work.ts";

let hub: GatewayAtWork;

beforeAll(async () => {
  hub = await startGatewayAtWork();
});
afterAll(() => hub[Symbol.asyncDispose]());

type Explanation = Exchanges["explanation"];
const OFFICER = { actor: "dpo-housing", purpose: "dpo-audit" };
const HOUSING = { party: "solent-housing", role: "housingOfficer", purpose: "iom-case-management" };
const PROBATION = { ...HOUSING, party: "solent-probation", role: "probationPractitioner" };
const ACTIVE = { "lifecycle-state": "active" };

type How = { readonly actor?: string; readonly purpose?: string; readonly id?: string };

const ask = (body: object, { id = "solent-iom", ...who }: How = {}) =>
  hub.client("solent-housing").call("POST", `/v1/agreements/${id}/explanations`, { ...OFFICER, ...who, body });

const explained = async (body: object): Promise<Explanation> => {
  const answer = await ask(body);
  expect(answer.status).toBe(200);
  return answer.body as Explanation;
};

test.each([
  ["anybody but a data protection officer", { actor: "hous-01" }, 403, "actor-not-permitted"],
  ["an officer with another purpose", { purpose: "iom-case-management" }, 403, "purpose-not-permitted"],
  ["an agreement that there is not", { id: "no-such" }, 404, "not-found"],
  ["an agreement of others", { id: "solent-substance-misuse" }, 404, "not-found"],
])("%s is refused", async (_what, how, status, code) => {
  expect(await ask(HOUSING, how)).toMatchObject({ status, body: { code } });
});

test.each([
  ["a fact that there is not", { ...HOUSING, facts: { "shoe-size": "9" } }, "There is no fact shoe-size."],
  ["a value off its list", { ...HOUSING, facts: { mappa: "perhaps" } }, "mappa is one of yes, no, unknown."],
  ["a basis that there is not", { ...HOUSING, basis: "none" }, "none is not a basis of agreement solent-iom."],
])("%s is named", async (_what, body, message) => {
  expect(await ask(body)).toMatchObject({ status: 422, body: { errors: [{ message }] } });
});

test("of its own party as recipient an officer sees every field, decided by what is supposed to be known", async () => {
  const active = await explained({ ...HOUSING, facts: ACTIVE });
  const closed = await explained({ ...HOUSING, facts: { "lifecycle-state": "closed" } });
  const name = ({ fields }: Explanation) => fields.find(({ field }) => field === "identity.firstName");
  expect(name(active)).toMatchObject({ form: "full", reason: "PERMITTED", rule: "P01", clause: "4.1" });
  expect(name(closed)).toMatchObject({ form: "withhold", reason: "CONDITION_NOT_MET" });
  expect(active.agreement).toBe("solent-iom@1");
  expect(active.fields.length).toBeGreaterThan(100);
});

test("of another party as recipient an officer sees what its own could give, and nothing else", async () => {
  const { fields } = await explained({ ...PROBATION, facts: ACTIVE });
  expect(new Set(fields.map(({ originator }) => originator))).toEqual(new Set(["solent-housing"]));
  expect(fields.map(({ field }) => field)).toContain("housing.accommodationType");
  expect(fields.map(({ field }) => field)).not.toContain("treatment.engagement");
});

test("a request that the gate would refuse is explained as that", async () => {
  const answer = await explained({ ...HOUSING, role: "cleaner" });
  expect(answer).toMatchObject({ refusal: { code: "ROLE_NOT_IN_AGREEMENT" }, fields: [] });
});

test("trying is logged, and names nobody", async () => {
  await explained(HOUSING);
  const [row] = await hub.owner<{ entry: Buffer }[]>`select entry from ledger.entry order by arrival desc limit 1`;
  const entry = JSON.parse(row?.entry.toString("utf8") ?? "null");
  expect(entry).toMatchObject({ kind: "consultation", resource: "agreement", purpose: "dpo-audit", fields: [] });
  expect(entry.subject_commit).toBeUndefined();
});
