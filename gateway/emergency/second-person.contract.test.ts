import { afterAll, beforeAll, expect, test } from "vitest";
import { readDraft } from "#test/agreement-drafts.ts";
import { type GatewayAtWork, held, startGatewayAtWork } from "#test/gateway-at-work.ts";

const INSPECTOR = { actor: "insp-01", purpose: "emergency" };
const reason = "She rang in fear of her life and the line went dead";

let hub: GatewayAtWork;
let personId: string;
let person: string;

/** As the demonstration's agreement, but for its emergency terms. */
beforeAll(async () => {
  const draft = readDraft("agreements/solent-iom.isa.yaml");
  const { emergency } = draft.purposes.find(({ id }: { id: string }) => id === "emergency");
  Object.assign(emergency, { secondPerson: true, notify: "all-parties" });
  hub = await startGatewayAtWork({ agreements: [draft] });
  person = await hub.addPerson({
    values: { "probation.roshLevel": held("solent-probation", "veryHigh") },
    accessRestriction: { excluded: ["solent-housing"], restricted: [] },
  });
  personId = await hub.idFor("hampshire-police", person);
});
afterAll(() => hub[Symbol.asyncDispose]());

const open = (body: object) =>
  hub.client("hampshire-police").call("POST", `/v1/people/${personId}/emergency-access`, { ...INSPECTOR, body });
const read = () => hub.client("hampshire-police").call("GET", `/v1/people/${personId}`, INSPECTOR);

test("where the agreement wants a second person, one officer alone opens nothing", async () => {
  expect(await open({ reason })).toMatchObject({ status: 403, body: { code: "purpose-not-permitted" } });
  expect((await read()).status).toBe(403);
});

test("with another officer of the same agency it is open to the one who asked, and not to the other", async () => {
  expect((await open({ reason, secondActor: "HC3380" })).status).toBe(201);
  expect(await read()).toMatchObject({
    status: 200,
    body: { fields: { "probation.roshLevel": { value: "veryHigh" } } },
  });
  const other = { ...INSPECTOR, actor: "HC3380" };
  expect((await hub.client("hampshire-police").call("GET", `/v1/people/${personId}`, other)).status).toBe(403);
});

test("where the agreement has every party told, all are but the opener and one that is kept from the person", async () => {
  await open({ reason, secondActor: "HC3380" });
  const told: string[] = [];
  for (const [agencyId, actor] of [
    ["hampshire-police", "dpo-police"],
    ["solent-housing", "dpo-housing"],
    ["solent-drug-services", "dpo-drugs"],
    ["solent-probation", "dpo-probation"],
  ] as const) {
    const asked = { actor, purpose: "dpo-audit" };
    const { body } = await hub.client(agencyId).call("GET", "/v1/emergency-notices", asked);
    const own = await hub.idFor(agencyId, person);
    const { notices } = body as { notices: readonly { personId: string }[] };
    told.push(...(notices.some((notice) => notice.personId === own) ? [agencyId] : []));
  }
  expect(told).toEqual(["solent-drug-services", "solent-probation"]);
});
