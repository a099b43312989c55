import { beforeAll, describe, expect, test } from "vitest";
import { type SampleReading, sampleAgency } from "../sample-agency.ts";
import { policeConnector } from "./connector.ts";
import { RMS_HEADER } from "./rms-extract.ts";

const police = () => sampleAgency(policeConnector, "hampshire-police");

describe("the sample extract", () => {
  let read: SampleReading;
  beforeAll(async () => {
    read = await police().sample("rms-extract-20261121.csv");
  });

  test("the bad rows, and no others, are reported with their codes", () => {
    expect(read.problems).toEqual([
      [5, "INVALID_CHECK_LETTER", "HC0010003"],
      [11, "INVALID_DATE", "HC0010009"],
      [16, "UNKNOWN_CODE", "HC0010012"],
    ]);
    expect([read.rows, read.accepted, read.errors, read.warnings]).toEqual([15, 13, 2, 1]);
  });

  test("the arrest of Danny Ash carries the name he gave and the long form of his PNC", () => {
    expect(read.events[0]).toMatchObject({
      type: "police.arrest.recorded",
      time: "2026-11-21T02:41:00Z",
      data: {
        sourceRecordRef: "HC0010001",
        dataSubjectCategory: "suspect",
        personReference: {
          identifiers: [
            { type: "PNC", value: "2007/9001234F", valid: true },
            { type: "LOCAL", value: "HC0010001", valid: true },
          ],
          firstName: "DANNY",
          lastName: "ASH",
          dateOfBirth: "1989-04-12",
          sex: "M",
        },
        additionalInformation: {
          arrestedAt: "2026-11-21T02:41:00Z",
          status: "inCustody",
          station: "SOUTHAMPTON CENTRAL",
          hoCode: "028/01",
          cjsCode: "TH68023",
          offenceText: "Burglary dwelling with intent to steal",
          occurrenceRef: "44260500001",
          custodyRef: "CU26/118840",
        },
      },
    });
  });

  test("a wrong check letter lets the row in with a PNC that will not match", () => {
    const liam = read.events.find(({ data }) => data.sourceRecordRef === "HC0010003");
    expect(liam?.data.personReference?.identifiers[0]).toEqual({ type: "PNC", value: "2015/9007001A", valid: false });
  });

  test("every other kind of event is told in its own words", () => {
    const said = new Map(read.events.map(({ type, data }) => [type, data.additionalInformation]));
    expect(said.get("police.drug-test-on-arrest.recorded")).toEqual({
      at: "2026-11-21T03:20:00Z",
      opiates: "negative",
      cocaine: "positive",
    });
    expect(said.get("police.lead-officer.assigned")).toEqual({ collarNumber: "HC3107", from: "2026-11-25" });
    expect(said.get("police.charge.recorded")).toMatchObject({ chargedAt: "2026-08-14T14:50:00Z", outcome: "charged" });
    expect(said.get("police.intelligence.expired")).toEqual({ at: "2026-08-13T23:00:00Z" });
    expect(said.get("police.warrant.issued")).toEqual({
      warrantRef: "HC0010010:2026-11-20T16:00:00Z",
      issuedAt: "2026-11-20T16:00:00Z",
      type: "notStated",
    });
    expect(said.get("police.wanted-status.changed")).toEqual({ status: "wanted" });
  });
});

describe("rows of the extract", () => {
  const CELLS = {
    PERSON_REF: "HC1",
    PNCID: "",
    CRO_NO: "",
    SURNAME: "MARSH",
    FORENAME_1: "DANA",
    DOB: "",
    SEX: "",
    EVENT_TYPE: "ARREST",
    EVENT_DATETIME: "21/11/2026 02:41",
    OCCURRENCE_NO: "",
    HO_CODE: "",
    CJS_CODE: "",
    OFFENCE_TEXT: "",
    CUSTODY_NO: "",
    STATION: "",
    OFFICER_COLLAR: "",
    STATUS: "IN_CUSTODY",
  };
  const read = (changes: Partial<typeof CELLS>) =>
    police().file("rms-extract-1.csv", `${RMS_HEADER}\n${Object.values({ ...CELLS, ...changes })}\n`);

  test.each([
    ["no person", { PERSON_REF: "" }, "MISSING_REQUIRED_FIELD"],
    ["no surname", { SURNAME: "" }, "MISSING_REQUIRED_FIELD"],
    ["no kind of event", { EVENT_TYPE: "" }, "MISSING_REQUIRED_FIELD"],
    ["no time", { EVENT_DATETIME: "" }, "MISSING_REQUIRED_FIELD"],
    ["an hour the clocks skipped", { EVENT_DATETIME: "29/03/2026 01:30" }, "INVALID_DATE"],
    ["a sex nobody knows", { SEX: "Q" }, "UNKNOWN_CODE"],
    ["an arrest in a state nobody knows", { STATUS: "ELSEWHERE" }, "UNKNOWN_CODE"],
    ["a warrant in no state", { EVENT_TYPE: "WARRANT", STATUS: "" }, "MISSING_REQUIRED_FIELD"],
    ["half a drug test", { EVENT_TYPE: "DTOA", STATUS: "OPIATES_NEG" }, "UNKNOWN_CODE"],
    [
      "a drug test that says both",
      { EVENT_TYPE: "DTOA", STATUS: "OPIATES_NEG;OPIATES_POS;COCAINE_NEG" },
      "UNKNOWN_CODE",
    ],
    ["a lead officer without a number", { EVENT_TYPE: "LEAD_ASSIGNED", STATUS: "" }, "MISSING_REQUIRED_FIELD"],
    [
      "a lead from 30 February",
      { EVENT_TYPE: "LEAD_ASSIGNED", OFFICER_COLLAR: "HC1", STATUS: "FROM_2026-02-30" },
      "INVALID_DATE",
    ],
    ["an offence code of another system", { HO_CODE: "28E" }, "MALFORMED_RECORD"],
  ])("%s is refused", async (_name, changes, code) => {
    const reading = await read(changes);
    expect(reading.problems.map(([line, found]) => [line, found])).toEqual([[2, code]]);
    expect(reading.events).toEqual([]);
  });

  test("a warrant that was executed says so", async () => {
    const reading = await read({ EVENT_TYPE: "WARRANT", STATUS: "EXECUTED", OCCURRENCE_NO: "W1" });
    expect(reading.events[0]).toMatchObject({
      type: "police.warrant.executed",
      data: { additionalInformation: { executedAt: "2026-11-21T02:41:00Z", warrantRef: "W1" } },
    });
  });

  test("the same row again is the same event, and another row is another", async () => {
    const [first, second, other] = await Promise.all([read({}), read({}), read({ STATION: "TOTTON" })]);
    expect(second?.events[0]?.id).toBe(first?.events[0]?.id);
    expect(other?.events[0]?.id).not.toBe(first?.events[0]?.id);
  });

  test("the id of an event says nothing of the person", async () => {
    expect((await read({})).events[0]?.id).toMatch(/^rms-extract-[0-9a-f]{32}$/);
  });
});
