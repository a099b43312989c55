import { beforeAll, describe, expect, test } from "vitest";
import { createDetailSource } from "../feeds/detail-source.ts";
import { unknownReference } from "../rows/row-problems.ts";
import { type SampleAgency, type SampleReading, sampleAgency } from "../sample-agency.ts";
import { probationConnector } from "./connector.ts";

const HOSTS = ["probation-api.example"];

/** The samples' server is a file; a URL that file does not hold finds nobody at home. */
function probation(asked: string[] = []): SampleAgency {
  return sampleAgency(probationConnector, "solent-probation", {
    details: {
      urlProblem: createDetailSource(HOSTS).urlProblem,
      fetchDetail: async (url) => {
        asked.push(url);
        return unknownReference("detailUrl", "detail", "have it answer");
      },
    },
  });
}

describe("the samples", () => {
  let details: SampleReading;
  let events: SampleReading;
  let contacts: SampleReading;
  const asked: string[] = [];
  beforeAll(async () => {
    const agency = probation(asked);
    details = await agency.sample("detail-responses-20261121.ndjson");
    events = await agency.sample("domain-events-20261121.json");
    contacts = await agency.sample("contacts-20261121.csv");
  });

  test("the bad rows, and no others, are reported with their codes", () => {
    expect(details.problems).toEqual([
      [12, "DATE_ORDER", "X900008"],
      [13, "UNKNOWN_CODE", "X900010"],
    ]);
    expect(events.problems).toEqual([
      [12, "MISSING_REQUIRED_FIELD", "2510018"],
      [19, "INVALID_IDENTIFIER_FORMAT", "2510092"],
      [20, "INVALID_DATE", "2510093"],
    ]);
    expect(contacts.problems).toEqual([
      [9, "UNKNOWN_CODE", "X900008"],
      [14, "INVALID_CHECK_LETTER", "X900012"],
    ]);
    expect(
      [details, events, contacts].map(({ rows, accepted, errors, warnings }) => [rows, accepted, errors, warnings]),
    ).toEqual([
      [13, 11, 2, 0],
      [20, 17, 3, 0],
      [13, 12, 1, 1],
    ]);
  });

  test("every detail came from the file: no server was asked", () => {
    expect(asked).toEqual([]);
  });

  test("each domain event becomes the hub's event of its meaning", () => {
    expect(events.events.map(({ type }) => type)).toEqual([
      "probation.register.added",
      "probation.licence.activated",
      "probation.register.added",
      "probation.appointment.created",
      "probation.sentence.created",
      "probation.sentence.created",
      "probation.case.opened",
      "probation.access-restriction.changed",
      "probation.identifier.linked",
      "probation.sentence.created",
      "probation.register.added",
      "probation.case.merged",
      "probation.risk-score.changed",
      "probation.mappa.changed",
      "probation.tier.changed",
      "probation.sentence.terminated",
    ]);
  });

  test("that a recall is considered goes no further than this connector", () => {
    const said = JSON.stringify([events.events, contacts.events]);
    expect(said).not.toMatch(/recall|66010/i);
  });

  test("a licence carries its conditions by category", () => {
    expect(events.events[1]).toMatchObject({
      time: "2026-09-07T05:00:00Z",
      data: {
        personReference: {
          identifiers: [
            { type: "CRN", value: "X900001", valid: true },
            { type: "NOMS", value: "A9001AA", valid: true },
          ],
        },
        additionalInformation: {
          licenceId: "810001",
          licenceStart: "2026-09-07",
          licenceExpiry: "2027-10-06",
          conditions: [
            { code: "86e550cf", category: "other", text: "Wear a location monitoring (GPS) tag and keep it charged." },
            {
              code: "4673ebe4",
              category: "residence",
              text: "Live at the address approved by your supervising officer.",
            },
          ],
        },
      },
    });
  });

  test("Farooqi's sentence of 72 months is told in full", () => {
    expect(events.events[9]?.data.additionalInformation).toEqual({
      eventNumber: "4",
      type: "DETERMINATE_CUSTODY",
      date: "2026-11-12",
      isCustodial: true,
      lengthMonths: 72,
      licenceExpiry: "2032-11-11",
      sentenceExpiry: "2032-11-11",
      requirements: [],
    });
  });

  test("who may not see Sarah Ellerby is named by work e-mail", () => {
    expect(events.events[7]?.data.additionalInformation).toEqual({
      readable: true,
      excluded: ["j.marsh@probation.example"],
      restricted: [],
    });
  });

  test("the detail of an opened case says who the person is", () => {
    expect(events.events[6]?.data.personReference).toEqual({
      identifiers: [
        { type: "CRN", value: "X900005", valid: true },
        { type: "PNC", value: "2024/9009005L", valid: true },
      ],
      firstName: "Tyler",
      middleNames: "James",
      lastName: "Dunmore",
      dateOfBirth: "2009-02-25",
    });
  });

  test("a contact is an appointment, a sentence and a practitioner; a sentence told twice is one event", () => {
    expect(contacts.events.slice(0, 3)).toMatchObject([
      { type: "probation.sentence.created", time: "2025-08-06T23:00:00Z" },
      {
        type: "probation.appointment.recorded",
        time: "2026-11-18T00:00:00Z",
        data: { additionalInformation: { at: "2026-11-18T00:00:00Z", type: "Office visit", outcome: "attended" } },
      },
      {
        type: "probation.practitioner.changed",
        data: { additionalInformation: { name: "Priya Nandakumar", team: "Southampton IOM" } },
      },
    ]);
    const kyles = contacts.events.filter(
      ({ type, data }) => type === "probation.sentence.created" && data.sourceRecordRef === "X900002",
    );
    expect(kyles.map(({ id }) => id)).toEqual([kyles[0]?.id, kyles[0]?.id]);
  });

  test("Siân's wrong PNC stays with the row and is marked as not valid", () => {
    const identifiers = contacts.events.at(-1)?.data.personReference?.identifiers;
    expect(identifiers).toEqual([
      { type: "CRN", value: "X900012", valid: true },
      { type: "PNC", value: "2012/9021012C", valid: false },
    ]);
  });
});

const SENTENCE = {
  eventType: "probation-case.sentence.created",
  version: 1,
  occurredAt: "2026-11-12T17:05:00Z",
  additionalInformation: { eventNumber: "4" },
  personReference: { identifiers: [{ type: "CRN", value: "X900007" }] },
  detailUrl: "https://probation-api.example/people/X900007/sentences/4",
};
const EXCLUSION = {
  ...SENTENCE,
  eventType: "probation-case.exclusion.updated",
  detailUrl: "https://probation-api.example/people/X900007/access-limitations",
};
const read = (agency: SampleAgency, ...records: object[]) =>
  agency.file("domain-events-1.json", JSON.stringify(records));
const answer = (agency: SampleAgency, url: string, status: number, body: object) =>
  agency.file("detail-responses-1.ndjson", JSON.stringify({ url, status, body }));

describe("details", () => {
  test.each([
    ["another host", "https://elsewhere.example/people/X900007/sentences/4"],
    ["plain http", "http://probation-api.example/people/X900007/sentences/4"],
    ["a host that only begins the same", "https://probation-api.example.evil.example/sentences/4"],
    ["credentials", "https://user:word@probation-api.example/sentences/4"],
    ["another port", "https://probation-api.example:8443/sentences/4"],
    ["the address of a metadata service", "https://169.254.169.254/sentences/4"],
    ["a file", "file:///etc/sentences/4"],
  ])("a detailUrl with %s is one clear error, and nothing is asked", async (_name, detailUrl) => {
    const asked: string[] = [];
    const reading = await read(probation(asked), { ...SENTENCE, detailUrl }, { ...SENTENCE, eventType: "tier.x" });

    expect(reading.problems).toEqual([
      [1, "UNKNOWN_REFERENCE", "X900007"],
      [2, "UNKNOWN_CODE", "X900007"],
    ]);
    expect(asked).toEqual([]);
  });

  test("a detail that cannot be had rejects the event, which is asked to be sent again", async () => {
    const asked: string[] = [];
    const reading = await read(probation(asked), SENTENCE);

    expect(reading.problems).toEqual([[1, "UNKNOWN_REFERENCE", "X900007"]]);
    expect(asked).toEqual([SENTENCE.detailUrl]);
  });

  test("a detail withheld with 403 lets the event go on without it", async () => {
    const agency = probation();
    await answer(agency, SENTENCE.detailUrl, 403, { userMessage: "You are excluded from viewing this record." });
    const reading = await read(agency, SENTENCE);

    expect(reading.problems).toEqual([]);
    expect(reading.events[0]?.data.additionalInformation).toEqual({ eventNumber: "4", detailWithheld: true });
  });

  test("an exclusion whose detail cannot be had shuts the record to everybody, with a warning", async () => {
    const reading = await read(probation(), EXCLUSION);

    expect(reading.reported.map(({ problem }) => [problem.code, problem.kind])).toEqual([
      ["UNKNOWN_REFERENCE", "warning"],
    ]);
    expect(reading.events[0]?.data.additionalInformation).toEqual({ readable: false, excluded: [], restricted: [] });
  });

  test("an exclusion withheld with 403 shuts the record to everybody", async () => {
    const agency = probation();
    await answer(agency, EXCLUSION.detailUrl, 403, {});
    const reading = await read(agency, EXCLUSION);
    expect(reading.events[0]?.data.additionalInformation).toMatchObject({ readable: false });
  });

  test("an exclusion list that cannot be read as one is refused, not taken for empty", async () => {
    const agency = probation();
    const reading = await answer(agency, EXCLUSION.detailUrl, 200, { crn: "X900007", excludedFrom: [{ name: "J" }] });
    expect(reading.problems.map(([, code]) => code)).toEqual(["MALFORMED_RECORD", "MALFORMED_RECORD"]);
  });

  test("the detail of another record is not taken for this one's", async () => {
    const agency = probation();
    const body = { crn: "X900008", type: "COMMUNITY_ORDER", date: "2026-01-20", requirements: [] };
    await answer(agency, SENTENCE.detailUrl, 200, body);
    const reading = await read(agency, SENTENCE);
    expect(reading.problems).toEqual([[1, "MALFORMED_RECORD", "X900007"]]);
  });

  test("an event that needs a detail and names none is told so", async () => {
    const { detailUrl: _, ...without } = SENTENCE;
    const reading = await read(probation(), without);
    expect(reading.problems).toEqual([[1, "MISSING_REQUIRED_FIELD", "X900007"]]);
  });
});

describe("other domain events", () => {
  const event = (eventType: string, additionalInformation: object = {}) => ({
    ...SENTENCE,
    eventType,
    additionalInformation,
    detailUrl: undefined,
  });

  test.each(["consideration", "management-oversight", "deleted"])(
    "prison-recall.recommendation.%s becomes nothing, and its detail is not asked",
    async (what) => {
      const asked: string[] = [];
      const reading = await read(probation(asked), { ...SENTENCE, eventType: `prison-recall.recommendation.${what}` });
      expect([reading.events, reading.problems, reading.accepted, asked]).toEqual([[], [], 1, []]);
    },
  );

  test.each([
    [
      event("probation-case.unmerge.completed", { reactivatedCRN: "X900019", unmergedCRN: "X900009" }),
      { sourceCrn: "X900019", targetCrn: "X900009" },
    ],
    [
      event("probation-case.registration.deregistered", {
        registerTypeCode: "IIOM",
        registrationId: "1",
        deregistrationDate: "Fri Jun 14 00:00:00 BST 2024",
      }),
      { registerTypeCode: "IIOM", registrationId: "1", deregistrationDate: "2024-06-14" },
    ],
    [event("risk-assessment.scores.ogrs.determined", { OGRS3Yr2: "61" }), { predictor: "ogrs", ogrs3TwoYear: 61 }],
    [event("probation-case.mappa-information.deleted"), { state: "removed" }],
    [event("create-and-vary-a-licence.licence.inactivated", { licenceId: "810001" }), { licenceId: "810001" }],
    [event("accommodation.cas3.person.arrived"), { at: "2026-11-12T17:05:00Z" }],
    [event("probation-case.address.updated", { addressId: "7" }), { addressId: "7" }],
  ])("%j", async (record, payload) => {
    const reading = await read(probation(), record);
    expect(reading.problems).toEqual([]);
    expect(reading.events[0]?.data.additionalInformation).toEqual(payload);
  });

  test.each([
    ["an event nobody carries", event("probation-case.note.created"), "UNKNOWN_CODE"],
    ["a later version", { ...event("probation-case.mappa-information.deleted"), version: 2 }, "UNKNOWN_CODE"],
    [
      "no CRN",
      { ...event("probation-case.mappa-information.deleted"), personReference: null },
      "MISSING_REQUIRED_FIELD",
    ],
    [
      "a local time",
      { ...event("probation-case.mappa-information.deleted"), occurredAt: "2026-11-12T17:05:00" },
      "INVALID_DATE",
    ],
    [
      "a merge into itself",
      event("probation-case.merge.completed", { sourceCRN: "X900009", targetCRN: "X900009" }),
      "MALFORMED_RECORD",
    ],
    ["a prison number nobody has", event("probation-case.prison-identifier.added"), "MISSING_REQUIRED_FIELD"],
    ["a RSR band nobody knows", event("risk-assessment.scores.rsr.determined", { RSRBand: "X" }), "UNKNOWN_CODE"],
    ["a member that reaches the prototype", JSON.parse('{"__proto__":{"a":1}}'), "MALFORMED_RECORD"],
  ])("%s is refused", async (_name, record, code) => {
    const reading = await read(probation(), record);
    expect(reading.problems.map(([line, found]) => [line, found])).toEqual([[1, code]]);
    expect(reading.events).toEqual([]);
  });
});
