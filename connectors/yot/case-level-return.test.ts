import { beforeAll, describe, expect, test } from "vitest";
import { type SampleReading, sampleAgency } from "../sample-agency.ts";
import { yotConnector } from "./connector.ts";

const TYLER = {
  firstName: "Tyler",
  lastName: "Dunmore",
  dateOfBirth: "2009-02-25",
  sex: "M",
  identifiers: [
    { type: "PNC", value: "2024/9009005L", valid: true },
    { type: "LOCAL", value: "SYJS-3391", valid: true },
  ],
};

describe("the sample return", () => {
  let read: SampleReading;
  beforeAll(async () => {
    read = await sampleAgency(yotConnector, "solent-yot").sample("case-level-2026-Q3.xml");
  });

  test("each bad record is told apart, by the number the team knows it by", () => {
    expect(read.problems).toEqual([
      [4, "MISSING_REQUIRED_FIELD", "SYJS-3420"],
      [5, "DATE_ORDER", "SYJS-3425"],
      [6, "UNKNOWN_CODE", "SYJS-3431"],
    ]);
    expect([read.rows, read.accepted]).toEqual([6, 3]);
  });

  test("Tyler's order, assessment and panel decision each happened on their own day", () => {
    const said = read.events
      .filter(({ data }) => data.sourceRecordRef === "SYJS-3391")
      .map(({ type, time, data }) => [type, time, data.assertion, data.additionalInformation]);
    expect(said).toEqual([
      [
        "yot.order.made",
        "2026-03-11T00:00:00Z",
        "fact",
        { yotPersonId: "SYJS-3391", orderType: "YRO", start: "2026-03-11", end: "2027-09-10" },
      ],
      [
        "yot.assessment.completed",
        "2026-08-19T23:00:00Z",
        "assessment",
        {
          yotPersonId: "SYJS-3391",
          completed: "2026-08-20",
          rosh: "medium",
          reoffendingLikelihood: "high",
          safetyWellbeing: "medium",
        },
      ],
      [
        "yot.panel.decided",
        "2026-09-15T23:00:00Z",
        "fact",
        { yotPersonId: "SYJS-3391", date: "2026-09-16", decision: "iom", retainedByYot: false },
      ],
    ]);
    expect(read.events[0]?.data.personReference).toEqual(TYLER);
  });

  test("ethnic group, offences and programmes stay behind", () => {
    expect(JSON.stringify(read.events)).not.toMatch(/W1|028\/01|disposalType/);
  });

  test("read again, it says the same events", async () => {
    const again = await sampleAgency(yotConnector, "solent-yot").sample("case-level-2026-Q3.xml");
    expect(again.events.map(({ id }) => id)).toEqual(read.events.map(({ id }) => id));
  });
});

const PERSON =
  "<YOTPersonID>SYJS-1</YOTPersonID><Surname>Marsh</Surname><Forename>Dana</Forename><DateOfBirth>2009-01-31</DateOfBirth>";

test.each([
  ["no number of its own", PERSON.replace("SYJS-1", " "), "MISSING_REQUIRED_FIELD"],
  ["a name left out", PERSON.replace("<Forename>Dana</Forename>", ""), "MISSING_REQUIRED_FIELD"],
  ["a birthday that never was", PERSON.replace("2009-01-31", "2009-02-31"), "INVALID_DATE"],
  ["an unknown gender", `${PERSON}<Gender>Z</Gender>`, "UNKNOWN_CODE"],
  ["a rating off the scale", `${PERSON}${assessment("awful")}`, "UNKNOWN_CODE"],
  ["an assessment without a day", `${PERSON}${assessment("low").replace("2026-08-20", "")}`, "MISSING_REQUIRED_FIELD"],
  [
    "a panel managed by nobody known",
    `${PERSON}<TransferPanel date="2026-09-16" decision="iom" managedBy="x"/>`,
    "UNKNOWN_CODE",
  ],
  [
    "a decision that is none",
    `${PERSON}<TransferPanel date="2026-09-16" decision="jail" managedBy="yot"/>`,
    "UNKNOWN_CODE",
  ],
  ["an order without an end", `${PERSON}<LegalOutcome code="YRO" startDate="2026-03-11"/>`, "MISSING_REQUIRED_FIELD"],
])("a record with %s is set aside", async (_what, record, code) => {
  const read = await returnOf(record);
  expect(read.problems.map(([, found]) => found)).toEqual([code]);
  expect(read.events).toEqual([]);
});

test("a wrong check letter lets the record in, and the PNC is not to be matched on", async () => {
  const read = await returnOf(
    `${PERSON}<PNCNumber>2024/9009005A</PNCNumber><LegalOutcome code="YRO" startDate="2026-03-11" endDate="2027-03-10"/>`,
  );
  expect(read.problems.map(([, code]) => code)).toEqual(["INVALID_CHECK_LETTER"]);
  expect(read.events[0]?.data.personReference?.identifiers[0]).toMatchObject({ type: "PNC", valid: false });
});

test("the same number twice with other details is one record too many", async () => {
  const read = await returnOf(PERSON, PERSON.replace("Dana", "Diana"), PERSON.replace("Dana", "Diana"), PERSON);
  expect(read.problems).toEqual([
    [2, "DUPLICATE_RECORD", "SYJS-1"],
    [3, "DUPLICATE_RECORD", "SYJS-1"],
  ]);
});

test("an element that bears the name of something every object has is passed over", async () => {
  const read = await returnOf(`${PERSON}<constructor code="YRO"/><toString/>`);
  expect([read.accepted, read.events]).toEqual([1, []]);
});

function assessment(rosh: string): string {
  return `<AssetPlus completed="2026-08-20" rosh="${rosh}" reoffending="high" safetyWellbeing="medium"/>`;
}

async function returnOf(...records: readonly string[]): Promise<SampleReading> {
  const people = records.map((record) => `<YoungPerson>${record}</YoungPerson>`).join("");
  const xml = `<YouthJusticeReturn>${people}</YouthJusticeReturn>`;
  return sampleAgency(yotConnector, "solent-yot").file("case-level-2026-Q4.xml", xml);
}
