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

type Explained = Exchanges["audit-disclosure"];

const OFFICERS = {
  "hampshire-police": "dpo-police",
  "solent-housing": "dpo-housing",
  "solent-drug-services": "dpo-drugs",
  "iom-team": "dpo-iom",
} as const;
type Audited = keyof typeof OFFICERS;

const audit = (agencyId: Audited, path = "", who: { actor?: string; purpose?: string } = {}) =>
  hub
    .client(agencyId)
    .call("GET", `/v1/audit/disclosures${path}`, { actor: OFFICERS[agencyId], purpose: "dpo-audit", ...who });

const explain = async (agencyId: Audited, receiptId: string): Promise<Explained> => {
  const answer = await audit(agencyId, `/${receiptId}`);
  expect(answer.status).toBe(200);
  return answer.body as Explained;
};

const read = async (agencyId: string, actor: string, query = "", of = person) => {
  const path = `/v1/people/${await hub.idFor(agencyId, of)}${query}`;
  const answer = await hub.client(agencyId).call("GET", path, { actor, purpose: PURPOSE });
  return (answer.body as { readonly receipt?: { readonly id: string } }).receipt?.id ?? "";
};

test("explained to its recipient, what did not come is told alike, held or not and whatever the reason", async () => {
  const explained = await explain("solent-housing", await read("solent-housing", "hous-01"));
  const line = (field: string) => explained.fields.filter((one) => one.field === field);
  expect(explained.explained).toBe(true);
  expect(explained.facts).toEqual({});
  expect(line("identity.dateOfBirth")).toEqual([
    {
      field: "identity.dateOfBirth",
      form: "full",
      reason: "PERMITTED",
      rule: "P01",
      limitedBy: null,
      clause: "4.1",
      originator: "hampshire-police",
      gateways: ["cda1998.s115"],
      sourceBasis: "le-statutory",
      recipientBasis: "public-task",
      onward: expect.any(String),
      facts: {},
      count: 1,
      left: true,
    },
  ]);
  const withoutName = (field: string) => line(field).map(({ field: _, ...rest }) => rest);
  // Held and withheld for want of consent, held and never granted, not held at all.
  expect(withoutName("treatment.engagement")).toEqual(withoutName("police.pncId"));
  expect(withoutName("police.pncId")).toEqual(withoutName("youth.youthOrders"));
  expect(line("police.pncId")[0]).toMatchObject({ form: "withhold", reason: "NOT_SHARED", rule: null, count: null });
});

test("explained to an originator, every value of its own has its full reason, and nobody else's is told", async () => {
  const receiptId = await read("iom-team", "sgt-01");
  const toPolice = await explain("hampshire-police", receiptId);
  expect(new Set(toPolice.fields.map(({ originator }) => originator))).toEqual(new Set(["hampshire-police"]));
  expect(toPolice.facts).toEqual({ "age-group": "adult" });

  // The drug service gave nothing, so the disclosure is none of its own: not even that it was withheld is told.
  expect((await audit("solent-drug-services", `/${receiptId}`)).status).toBe(404);
});

test("an originator learns why a value of its own was withheld beside one that left", async () => {
  const values = { ...dana.values, "treatment.inTreatment": held("solent-drug-services", true) };
  const consent = {
    consentId: "CN-1",
    takenBy: "solent-drug-services",
    state: "given",
    fields: ["treatment.inTreatment"],
    recipients: ["iom-team"],
    purposes: [PURPOSE],
    validFrom: "2026-06-01T00:00:00Z",
    expiresAt: null,
    withdrawnAt: null,
  } as const;
  await hub.changePerson(person, { values, consents: [consent] }, {});
  const toDrugs = await explain("solent-drug-services", await read("iom-team", "sgt-01"));
  const [engagement, inTreatment] = ["treatment.engagement", "treatment.inTreatment"].map((field) =>
    toDrugs.fields.find((one) => one.field === field),
  );
  expect(inTreatment).toMatchObject({ reason: "PERMITTED", facts: { "treatment-consent": "given" }, left: true });
  expect(engagement).toMatchObject({
    form: "withhold",
    reason: "CONDITION_NOT_MET",
    facts: { "treatment-consent": "not-asked" },
    left: false,
  });
});

test("a form that could not be made is told to the originator as that, and to the recipient as not shared", async () => {
  const offence = held("hampshire-police", { hoCode: "no code" }, { itemKey: "OFF-1" });
  await hub.changePerson(person, { values: { ...dana.values, "police.offendingHistory": offence } }, {});
  const receiptId = await read("solent-housing", "hous-01");
  const of = ({ fields }: Explained) => fields.find(({ field }) => field === "police.offendingHistory");
  expect(of(await explain("hampshire-police", receiptId))).toMatchObject({ reason: "TRANSFORM_FAILED", left: false });
  expect(of(await explain("solent-housing", receiptId))).toMatchObject({ reason: "NOT_SHARED", left: false });
});

test("what a party has suspended since was given then, and what it had suspended then was not", async () => {
  const receiptId = await read("solent-housing", "hous-01");
  const suspend = (at: Date) => hub.owner`
    insert into gateway.agreement_event (agreement_id, version, kind, digest, party, actor, at, detail, signature, receipt_id)
    select agreement_id, version, 'suspended', digest, 'hampshire-police', 'dpo-police', ${at},
      ${JSON.stringify({ reason: "In doubt", fields: ["identity.firstName"] })}::text::jsonb, null, gen_random_uuid()
    from gateway.agreement_event where agreement_id = 'solent-iom' limit 1`;
  const firstName = async () =>
    (await explain("hampshire-police", receiptId)).fields.find(({ field }) => field === "identity.firstName");

  await suspend(new Date(NOW.getTime() + HOUR_MS));
  expect(await firstName()).toMatchObject({ reason: "PERMITTED", left: true });

  // A node that had not heard of it gave it all the same: that it left is told, and that nothing explains it.
  await suspend(new Date(NOW.getTime() - HOUR_MS));
  expect(await firstName()).toMatchObject({ form: "withhold", left: true });
  const toHousing = (await explain("solent-housing", receiptId)).fields;
  expect(toHousing.find(({ field }) => field === "identity.firstName")).toMatchObject({
    reason: "NOT_SHARED",
    left: true,
  });
});
