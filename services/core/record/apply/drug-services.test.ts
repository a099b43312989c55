import { describe, expect, test } from "vitest";
import type { EventPayloads } from "#schemas/generated/types.ts";
import { drugServicesEvents } from "./drug-services.ts";
import { eventSaying, recordAfter } from "./record-after.ts";

const CONSENT = {
  consentId: "CN-7001",
  capturedAt: "2026-06-08T10:00:00Z",
  capturedBy: "Mel Hargreaves",
  method: "signed",
  fields: ["treatment.engagement"],
  recipients: ["hampshire-police"],
  purposes: ["iom-case-management"],
  validFrom: "2026-06-08T10:00:00Z",
  expiresAt: "2027-06-06T23:00:00Z",
} as const satisfies EventPayloads["drug-services.consent.given"];

const given = eventSaying({ type: "drug-services.consent.given", time: CONSENT.capturedAt, says: CONSENT });
const withdrawn = eventSaying({
  type: "drug-services.consent.withdrawn",
  time: "2026-11-18T14:25:00Z",
  says: { ...CONSENT, withdrawnAt: "2026-11-18T14:25:00Z" },
});

describe("Kyle's consent", () => {
  test("stands until he withdraws it", () => {
    expect(recordAfter(drugServicesEvents, given).consents).toEqual([
      {
        consentId: "CN-7001",
        takenBy: "solent-drug-services",
        state: "given",
        fields: ["treatment.engagement"],
        recipients: ["hampshire-police"],
        purposes: ["iom-case-management"],
        validFrom: "2026-06-08T10:00:00Z",
        expiresAt: "2027-06-06T23:00:00Z",
        withdrawnAt: null,
      },
    ]);
  });

  test.each([
    ["after the consent", [given, withdrawn]],
    ["alone", [withdrawn]],
    ["before the consent comes again", [withdrawn, given]],
  ])("is withdrawn from its instant on when the withdrawal is read %s", (_when, events) => {
    const { consents, values } = recordAfter(drugServicesEvents, ...events);
    expect(consents).toMatchObject([{ consentId: "CN-7001", withdrawnAt: "2026-11-18T14:25:00Z" }]);
    expect(values["treatment.consent"]).toMatchObject({ withdrawnAt: "2026-11-18T14:25:00Z" });
  });
});

describe("a withdrawal of which only the number could be read", () => {
  const bare = (time: string) =>
    eventSaying({ type: "drug-services.consent.withdrawn", time, says: { consentId: "CN-7001", withdrawnAt: time } });
  const at = "2026-11-18T14:25:00Z";

  test("of a consent never seen is kept, gives nothing, and shows nothing", () => {
    const { consents, values } = recordAfter(drugServicesEvents, bare(at));
    expect(consents).toMatchObject([
      { consentId: "CN-7001", fields: [], recipients: [], purposes: [], expiresAt: null, withdrawnAt: at },
    ]);
    expect(values).toEqual({});
  });

  test.each([
    ["after", at, [given, bare(at)]],
    ["before", at, [bare(at), given]],
    ["from the instant of giving on, after", CONSENT.capturedAt, [given, bare(CONSENT.capturedAt)]],
    ["from the instant of giving on, before", CONSENT.capturedAt, [bare(CONSENT.capturedAt), given]],
    ["from ever, after", "1900-01-01T00:00:00Z", [given, bare("1900-01-01T00:00:00Z")]],
    ["from ever, before", "1900-01-01T00:00:00Z", [bare("1900-01-01T00:00:00Z"), given]],
    ["after its full one, and", at, [given, withdrawn, bare(at), given]],
  ])("%s the consent itself leaves its terms and takes effect", (_when, withdrawnAt, events) => {
    const { consents, values } = recordAfter(drugServicesEvents, ...events);
    const { consentId, fields, recipients, purposes, validFrom, expiresAt } = CONSENT;
    const terms = { consentId, fields, recipients, purposes, validFrom, expiresAt, withdrawnAt };
    expect(consents).toEqual([{ ...terms, takenBy: "solent-drug-services", state: "given" }]);
    expect(values["treatment.consent"]).toEqual({ ...CONSENT, withdrawnAt });
  });

  test("leaves terms that it tells in part alone", () => {
    const says = { consentId: "CN-7001", recipients: ["solent-probation"], withdrawnAt: at };
    const partly = eventSaying({ type: "drug-services.consent.withdrawn", time: at, says });
    expect(recordAfter(drugServicesEvents, partly).consents).toMatchObject([{ fields: [], recipients: [] }]);
    const { consents, values } = recordAfter(drugServicesEvents, given, partly);
    expect(consents).toMatchObject([{ recipients: ["hampshire-police"], withdrawnAt: at }]);
    expect(values["treatment.consent"]).toEqual({ ...CONSENT, withdrawnAt: at });
  });

  test("does not touch another consent, nor what the record shows of it", () => {
    const other = eventSaying({
      type: "drug-services.consent.given",
      time: CONSENT.capturedAt,
      says: { ...CONSENT, consentId: "CN-7002" },
    });
    const { consents, values } = recordAfter(drugServicesEvents, other, bare(at));
    expect(consents.map(({ consentId, withdrawnAt }) => [consentId, withdrawnAt])).toEqual([
      ["CN-7002", null],
      ["CN-7001", at],
    ]);
    expect(values["treatment.consent"]).toEqual({ ...CONSENT, consentId: "CN-7002" });
  });

  test("stays when the consent comes again at a later time", () => {
    const again = eventSaying({ type: "drug-services.consent.given", time: "2026-11-20T10:00:00Z", says: CONSENT });
    const { consents, values } = recordAfter(drugServicesEvents, given, bare(at), again);
    expect(consents).toMatchObject([{ withdrawnAt: at }]);
    expect(values["treatment.consent"]).toEqual({ ...CONSENT, withdrawnAt: at });
  });
});

test("Siân's consent keeps the day it ran out, by which it is judged", () => {
  const { consents } = recordAfter(
    drugServicesEvents,
    eventSaying({
      type: "drug-services.consent.given",
      time: "2026-01-12T13:15:00Z",
      says: { ...CONSENT, consentId: "CN-7004", expiresAt: "2026-07-10T23:00:00Z" },
    }),
  );
  expect(consents).toMatchObject([{ consentId: "CN-7004", expiresAt: "2026-07-10T23:00:00Z", withdrawnAt: null }]);
});

test("a consent without an end has none", () => {
  const { expiresAt: _, ...endless } = CONSENT;
  const event = eventSaying({ type: "drug-services.consent.given", time: CONSENT.capturedAt, says: endless });
  expect(recordAfter(drugServicesEvents, event).consents).toMatchObject([{ expiresAt: null }]);
});

describe("an episode", () => {
  const alcohol = { code: "7000", group: "alcohol" } as const;
  const opiates = { code: "1101", group: "opiates" } as const;
  const first = eventSaying({
    type: "drug-services.treatment.started",
    time: "2026-02-03T00:00:00Z",
    says: {
      episodeId: "EP-1",
      mainSubstance: alcohol,
      secondarySubstances: [opiates],
      triageDate: "2026-02-03",
      treatmentStart: "2026-02-05",
    },
  });
  const end = eventSaying({
    type: "drug-services.treatment.ended",
    time: "2026-07-29T23:00:00Z",
    says: { episodeId: "EP-1", dischargeDate: "2026-07-30", dischargeReason: { code: "80", planned: true } },
  });

  test("that has ended says when and why", () => {
    expect(recordAfter(drugServicesEvents, first, end).values).toEqual({
      "treatment.inTreatment": false,
      "treatment.triageDate": "2026-02-03",
      "treatment.treatmentStart": "2026-02-05",
      "treatment.mainSubstance": alcohol,
      "treatment.secondarySubstances[1101]": opiates,
      "treatment.dischargeDate": "2026-07-30",
      "treatment.dischargeReason": { code: "80", planned: true },
    });
  });

  test("that begins anew leaves nothing of the one before", () => {
    const second = eventSaying({
      type: "drug-services.treatment.started",
      time: "2026-10-01T00:00:00Z",
      says: { episodeId: "EP-2", mainSubstance: opiates, secondarySubstances: [], triageDate: "2026-10-01" },
    });
    expect(recordAfter(drugServicesEvents, first, end, second).values).toEqual({
      "treatment.inTreatment": true,
      "treatment.triageDate": "2026-10-01",
      "treatment.mainSubstance": opiates,
    });
  });
});

test("engagement falls silent with the last appointment", () => {
  const engaged = (time: string, engagement?: "partial") =>
    eventSaying({
      type: "drug-services.engagement.changed",
      time,
      says: { periodDays: 28, ...(engagement === undefined ? {} : { engagement }) },
    });
  const partly = engaged("2026-11-01T00:00:00Z", "partial");
  expect(recordAfter(drugServicesEvents, partly).values).toEqual({ "treatment.engagement": "partial" });
  expect(recordAfter(drugServicesEvents, partly, engaged("2026-11-21T00:00:00Z")).values).toEqual({});
});

test("appointments, keyworker and a test taken under a sentence each have their field", () => {
  const { values } = recordAfter(
    drugServicesEvents,
    eventSaying({
      type: "drug-services.appointment.recorded",
      time: "2026-11-02T00:00:00Z",
      says: { at: "2026-11-02T00:00:00Z", attended: true },
    }),
    eventSaying({
      type: "drug-services.keyworker.assigned",
      time: "2026-11-21T00:00:00Z",
      says: { name: "Mel Hargreaves", phone: "01632 960117" },
    }),
    eventSaying({
      type: "drug-services.drug-test.recorded",
      time: "2026-11-10T09:00:00Z",
      says: { at: "2026-11-10T09:00:00Z", substances: { opiates: "negative" } },
    }),
  );
  expect(values).toEqual({
    "treatment.drugServiceAttendance[2026-11-02T00:00:00Z]": { at: "2026-11-02T00:00:00Z", attended: true },
    "treatment.keyworker": { name: "Mel Hargreaves", phone: "01632 960117" },
    "treatment.drugTest": { at: "2026-11-10T09:00:00Z", substances: { opiates: "negative" } },
  });
});

test("a breach and a risk disclosure are carried and change no field", () => {
  const at = "2026-11-10T09:00:00Z";
  const breach = eventSaying({
    type: "drug-services.requirement-breach.reported",
    time: at,
    says: { requirement: "DRR", at },
  });
  const disclosure = eventSaying({
    type: "drug-services.risk-disclosure.made",
    time: at,
    says: { reason: "Danger to a third party.", approver: "Clinical lead", at },
  });
  expect(recordAfter(drugServicesEvents, breach, disclosure).values).toEqual({});
});
