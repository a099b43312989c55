import { beforeAll, describe, expect, test } from "vitest";
import { type SampleReading, sampleAgency } from "../sample-agency.ts";
import { CLIENT_COLUMNS } from "./client-list.ts";
import { drugServicesConnector } from "./connector.ts";
import { engagementFrom } from "./engagement.ts";
import { NDTMS_COLUMNS } from "./ndtms-episodes.ts";

const KYLE = { type: "LOCAL", value: "SR-20417", valid: true };

describe("the sample files", () => {
  let clients: SampleReading;
  let episodes: SampleReading;
  let consents: SampleReading;
  beforeAll(async () => {
    const agency = solent();
    clients = await agency.sample("client-list-20261121.csv");
    episodes = await agency.sample("ndtms-20261121.csv");
    consents = await agency.sample("consents-20261121.csv");
  });

  test("each bad row is set aside at its line", () => {
    expect(clients.problems).toEqual([
      [9, "OUT_OF_RANGE", "SR-20470"],
      [10, "DUPLICATE_RECORD", "SR-20222"],
      [11, "MISSING_REQUIRED_FIELD", "SR-20471"],
    ]);
    expect(episodes.problems).toEqual([
      [9, "MISSING_REQUIRED_FIELD", "SR-20460"],
      [10, "INVALID_DATE", "SR-20461"],
      [11, "UNKNOWN_CODE", "SR-20462"],
    ]);
    expect(consents.problems).toEqual([
      [6, "UNKNOWN_CODE", "CN-7005"],
      [7, "UNKNOWN_REFERENCE", "CN-7006"],
      [8, "DATE_ORDER", "CN-7007"],
    ]);
    expect([clients.accepted, episodes.accepted, consents.accepted]).toEqual([7, 7, 4]);
  });

  test("one number ties a client together over all three files", () => {
    const kyle = [clients, episodes, consents].map((read) =>
      read.events.find(({ data }) => data.personReference?.identifiers[0]?.value === "SR-20417"),
    );
    expect(kyle.map((event) => event?.data.personReference)).toEqual([
      {
        identifiers: [KYLE],
        firstName: "Kyle",
        lastName: "Brennan",
        dateOfBirth: "1994-02-03",
        sex: "M",
        postcode: "SO15 0ZY",
      },
      {
        identifiers: [KYLE],
        initials: { first: "K", last: "B" },
        dateOfBirth: "1994-02-03",
        sex: "M",
        postcode: "SO15 0",
      },
      { identifiers: [KYLE] },
    ]);
  });

  test("Kyle came to one of four appointments, and is partly engaged", () => {
    expect(saidOf(clients, "SR-20417")).toEqual([
      ["drug-services.keyworker.assigned", "2026-11-21T00:00:00Z", { name: "Mel Hargreaves", phone: "01632 960117" }],
      ["drug-services.engagement.changed", "2026-11-21T00:00:00Z", { periodDays: 28, engagement: "partial" }],
    ]);
  });

  test("Luke missed none, so the day he last came may stand for the rest", () => {
    expect(saidOf(clients, "SR-20433").slice(1)).toEqual([
      ["drug-services.appointment.recorded", "2026-11-19T00:00:00Z", { at: "2026-11-19T00:00:00Z", attended: true }],
      ["drug-services.engagement.changed", "2026-11-21T00:00:00Z", { periodDays: 28, engagement: "engaging" }],
    ]);
  });

  test("Jade had no appointment to keep, so nothing is said of her engagement", () => {
    expect(saidOf(clients, "SR-20288").at(-1)).toEqual([
      "drug-services.engagement.changed",
      "2026-11-21T00:00:00Z",
      { periodDays: 28 },
    ]);
  });

  test("Jade's treatment began and ended, each on its day", () => {
    expect(saidOf(episodes, "EP-50611")).toEqual([
      [
        "drug-services.treatment.started",
        "2026-02-03T00:00:00Z",
        {
          episodeId: "EP-50611",
          mainSubstance: { code: "7000", group: "alcohol" },
          secondarySubstances: [],
          triageDate: "2026-02-03",
          treatmentStart: "2026-02-03",
        },
      ],
      [
        "drug-services.treatment.ended",
        "2026-07-29T23:00:00Z",
        { episodeId: "EP-50611", dischargeDate: "2026-07-30", dischargeReason: { code: "80", planned: true } },
      ],
    ]);
  });

  test("Kyle's second substance is carried; injecting, outcome form and the return's own consent are not", () => {
    const [started] = saidOf(episodes, "EP-51007");
    expect(started?.[2]).toMatchObject({ secondarySubstances: [{ code: "2202", group: "nonOpiates" }] });
    expect(Object.keys(started?.[2] ?? {}).sort()).toEqual([
      "episodeId",
      "mainSubstance",
      "secondarySubstances",
      "treatmentStart",
      "triageDate",
    ]);
  });

  test("Kyle's consent is told in full with its withdrawal, in the instants at which it counts", () => {
    expect(saidOf(consents, "CN-7001")).toEqual([
      [
        "drug-services.consent.withdrawn",
        "2026-11-18T14:25:00Z",
        {
          consentId: "CN-7001",
          capturedAt: "2026-06-08T10:00:00Z",
          capturedBy: "Mel Hargreaves",
          method: "signed",
          fields: ["treatment.inTreatment", "treatment.engagement", "treatment.mainSubstance"],
          recipients: ["hampshire-police", "solent-probation"],
          purposes: ["iom-case-management"],
          validFrom: "2026-06-08T10:00:00Z",
          expiresAt: "2027-06-06T23:00:00Z",
          withdrawnAt: "2026-11-18T14:25:00Z",
          evidenceRef: "DOC-7001",
        },
      ],
    ]);
  });

  test("Luke's consent has two purposes and stands", () => {
    expect(saidOf(consents, "CN-7002")).toMatchObject([
      ["drug-services.consent.given", "2026-05-18T09:30:00Z", { purposes: ["iom-case-management", "risk-management"] }],
    ]);
  });

  test("read again, the files say the same events", async () => {
    const agency = solent();
    const again = [
      await agency.sample("client-list-20261121.csv"),
      await agency.sample("ndtms-20261121.csv"),
      await agency.sample("consents-20261121.csv"),
    ];
    expect(again.flatMap(({ events }) => events.map(({ id }) => id))).toEqual(
      [clients, episodes, consents].flatMap(({ events }) => events.map(({ id }) => id)),
    );
  });
});

test("a client who was referred and not yet seen is not in treatment", async () => {
  const read = await solent().file("ndtms-20261121.csv", csv(NDTMS_COLUMNS, { ...EPISODE, TRIAGED: "", MODST: "" }));
  expect([read.accepted, read.events]).toEqual([1, []]);
});

test.each([
  [4, 4, "engaging"],
  [4, 3, "engaging"],
  [4, 2, "partial"],
  [40, 1, "partial"],
  [1, 0, "disengaged"],
  [0, 0, null],
] as const)("of %s appointments %s kept: %s", (appointments, attended, engagement) => {
  expect(engagementFrom({ appointments, attended })).toBe(engagement);
});

test.each([
  ["no number", { CLIENTID: "" }, "MISSING_REQUIRED_FIELD"],
  ["no surname", { SURNAME: "" }, "MISSING_REQUIRED_FIELD"],
  ["an unknown sex", { SEX: "3" }, "UNKNOWN_CODE"],
  ["half an appointment", { APPTS_28D: "1.5" }, "OUT_OF_RANGE"],
  ["more kept than made", { APPTS_28D: "1", ATTENDED_28D: "2" }, "OUT_OF_RANGE"],
  ["a last visit that never was", { LAST_ATTENDED: "31/06/2026" }, "INVALID_DATE"],
])("a client row with %s is set aside", async (_what, change, code) => {
  await expectRefused("client-list-20261121.csv", csv(CLIENT_COLUMNS, { ...CLIENT, ...change }), code);
});

test.each([
  ["no client", { CLIENTID: "" }, "MISSING_REQUIRED_FIELD"],
  ["no episode", { EPISODID: "" }, "MISSING_REQUIRED_FIELD"],
  ["no main substance", { DRUG1: "" }, "MISSING_REQUIRED_FIELD"],
  ["an unknown second substance", { DRUG2: "9999" }, "UNKNOWN_CODE"],
  ["an unknown reason for leaving", { DISD: "01/12/2026", DISRSN: "12" }, "UNKNOWN_CODE"],
  ["an end before the start", { DISD: "01/01/2026" }, "DATE_ORDER"],
])("an episode with %s is set aside", async (_what, change, code) => {
  await expectRefused("ndtms-20261121.csv", csv(NDTMS_COLUMNS, { ...EPISODE, ...change }), code);
});

const CLIENT = { CLIENTID: "SR-1", FORENAME: "Dana", SURNAME: "Marsh", DOB: "12/04/1989", SEX: "2" };
const EPISODE = {
  CLIENTID: "SR-2",
  EPISODID: "EP-2",
  FINITIAL: "D",
  SINITIAL: "M",
  DOB: "12/04/1989",
  SEX: "2",
  DRUG1: "7000",
  TRIAGED: "01/02/2026",
  MODST: "01/02/2026",
};
function solent() {
  return sampleAgency(drugServicesConnector, "solent-drug-services");
}

async function expectRefused(fileName: string, text: string, code: string): Promise<void> {
  const read = await solent().file(fileName, text);
  expect([read.problems.map(([, found]) => found), read.events]).toEqual([[code], []]);
}

function csv(columns: readonly string[], row: Readonly<Record<string, string>>): string {
  return `${columns.join(",")}\n${columns.map((name) => row[name] ?? "").join(",")}\n`;
}

function saidOf(read: SampleReading, sourceRecordRef: string) {
  return read.events
    .filter(({ data }) => data.sourceRecordRef === sourceRecordRef)
    .map(({ type, time, data }) => [type, time, data.additionalInformation] as const);
}
