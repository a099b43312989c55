import { beforeAll, describe, expect, test } from "vitest";
import type { SampleReading } from "../sample-agency.ts";
import { sampleProbation } from "./sample-probation.ts";

describe("the samples", () => {
  let details: SampleReading;
  let events: SampleReading;
  let contacts: SampleReading;
  const asked: string[] = [];
  beforeAll(async () => {
    const agency = sampleProbation(asked);
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
