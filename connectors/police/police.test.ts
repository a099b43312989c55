import { beforeAll, describe, expect, test } from "vitest";
import { type SampleReading, sampleAgency } from "../sample-agency.ts";
import { policeConnector } from "./connector.ts";
import { RMS_HEADER } from "./rms-extract.ts";

const police = () => sampleAgency(policeConnector, "hampshire-police");

describe("the sample crimes", () => {
  let batch: SampleReading;
  let again: SampleReading;
  beforeAll(async () => {
    batch = await police().sample("crime-batch-HAM20261121.csv");
    again = await police().sample("crime-batch-HAM20261121-1-R.csv");
  });

  test("the bad rows, and no others, are reported with their codes", () => {
    expect(batch.problems).toEqual([
      [4, "INVALID_CRIME_TYPE", "44260500004"],
      [7, "MULTIPLE_LOCATION_DATA_TYPES", "44260500007"],
      [10, "CRIME_DATE_TIME_EXCEEDS_WINDOW", "44260500010"],
    ]);
    expect(again.problems).toEqual([
      [2, "INVALID_COLUMN_COUNT", "44260500011"],
      [3, "MISSING_LOCATION_DATA", "44260500012"],
    ]);
    expect([batch, again].map(({ rows, accepted, errors }) => [rows, accepted, errors])).toEqual([
      [10, 7, 3],
      [4, 2, 2],
    ]);
  });

  test("a batch is one event about nobody, with the crimes that could be read", () => {
    expect(batch.events).toHaveLength(1);
    expect(batch.events[0]).toMatchObject({
      type: "police.crime-batch.received",
      data: {
        sourceRecordRef: "HAM20261121",
        personReference: null,
        additionalInformation: {
          batchId: "HAM20261121",
          policeForce: "Hampshire",
          rowCount: 10,
          accepted: 7,
          rejected: 3,
        },
      },
    });
  });

  test("a crime keeps its window in UTC, its place and its datum", () => {
    const crimes = batch.events[0]?.data.additionalInformation["crimes"];
    expect(crimes).toContainEqual({
      crimeReference: "44260500001",
      crimeTypeId: "BIAD",
      from: "2026-11-20T20:00:00Z",
      to: "2026-11-21T01:30:00Z",
      easting: 442050,
      northing: 112330,
      datum: "OSGB36",
      crimeText: "Rear door forced",
    });
    expect(crimes).toContainEqual({
      crimeReference: "44260500002",
      crimeTypeId: "TFMV",
      from: "2026-11-20T23:15:00Z",
      to: "2026-11-20T23:30:00Z",
      latitude: 50.9097,
      longitude: -1.4044,
      datum: "WGS84",
    });
  });
});

describe("crimes", () => {
  const CELLS = {
    policeForce: "Hampshire",
    crimeTypeId: "BIAD",
    description: "Burglary",
    batchId: "HAM20261121",
    reference: "44260500001",
    from: "20261120200000",
    to: "20261120213000",
    easting: "442050",
    northing: "112330",
    latitude: "",
    longitude: "",
    datum: "OSGB36",
    text: "",
  };
  const line = (changes: Partial<typeof CELLS> = {}) => Object.values({ ...CELLS, ...changes }).join(",");
  const read = (...lines: string[]) => police().file("crime-batch-1.csv", `${lines.join("\n")}\n`);

  test.each([
    ["a force nobody knows", { policeForce: "Wessex" }, "INVALID_POLICE_FORCE"],
    ["no crime type", { crimeTypeId: "" }, "MISSING_REQUIRED_FIELD"],
    ["another force's batch", { batchId: "KNT20261121" }, "INVALID_BATCH_ID_FORMAT"],
    ["something after the batch id", { batchId: "HAM20261121-1-R-x" }, "INVALID_BATCH_ID_FORMAT"],
    ["a batch of 31 November", { batchId: "HAM20261131" }, "INVALID_BATCH_ID_DATE"],
    ["no reference", { reference: " " }, "MISSING_REQUIRED_FIELD"],
    ["31 February", { from: "20260231200000" }, "INVALID_DATE"],
    ["an end before its start", { to: "20261120190000" }, "DATE_ORDER"],
    ["a window of 12 hours and a second", { to: "20261121080001" }, "CRIME_DATE_TIME_EXCEEDS_WINDOW"],
    ["half a pair", { northing: "" }, "MISSING_LOCATION_DATA"],
    ["one of each pair", { northing: "", latitude: "50.9" }, "MULTIPLE_LOCATION_DATA_TYPES"],
    ["an easting in the sea", { easting: "700001" }, "OUT_OF_RANGE"],
    ["an easting in words", { easting: "4e5" }, "OUT_OF_RANGE"],
    ["a latitude of elsewhere", { easting: "", northing: "", latitude: "151.91", longitude: "-1.4" }, "OUT_OF_RANGE"],
    ["a datum nobody knows", { datum: "ED50" }, "UNKNOWN_CODE"],
    ["a novel for a text", { text: "x".repeat(2001) }, "OUT_OF_RANGE"],
  ])("%s is refused, and the good row beside it is not", async (_name, changes, code) => {
    const reading = await read(line(changes), line({ reference: "44260500002" }));
    expect(reading.problems.map(([at, found]) => [at, found])).toEqual([[1, code]]);
    expect(reading.events[0]?.data.additionalInformation).toMatchObject({ accepted: 1, rejected: 1 });
  });

  test.each([
    ["a window of 12 hours", { to: "20261121080000" }],
    ["a window that is an instant", { to: "20261120200000" }],
    ["the east of Kent", { easting: "639500" }],
    ["a code in lower case", { crimeTypeId: "biad" }],
    ["a re-sent batch", { batchId: "HAM20261121-1-r" }],
  ])("%s is taken", async (_name, changes) => {
    expect((await read(line(changes))).problems).toEqual([]);
  });

  test("every fault of a row is told at once", async () => {
    const reading = await read(line({ crimeTypeId: "TFX", easting: "", northing: "", reference: "" }));
    expect(reading.problems.map(([, code]) => code)).toEqual([
      "MISSING_REQUIRED_FIELD",
      "INVALID_CRIME_TYPE",
      "MISSING_LOCATION_DATA",
    ]);
  });

  test.each([
    ["forces", { policeForce: "Kent", batchId: "KNT20261121" }, ["MULTIPLE_POLICE_FORCES", "MULTIPLE_BATCH_IDS"]],
    ["batches", { batchId: "HAM20261120" }, ["MULTIPLE_BATCH_IDS"]],
  ])("a file of two %s is refused as a whole", async (_name, changes, codes) => {
    const reading = await read(line(), line({ reference: "44260500002", ...changes }));
    expect(reading.problems).toEqual(codes.map((code) => [null, code, null]));
    expect([reading.events, reading.accepted, reading.errors]).toEqual([[], 0, 2]);
  });

  test("a file without a good row becomes no event", async () => {
    const reading = await read(line({ crimeTypeId: "TFX" }));
    expect([reading.events, reading.errors]).toEqual([[], 1]);
  });

  test("the same crime twice is one, with other content it is an error", async () => {
    const reading = await read(line(), line(), line({ crimeTypeId: "RB" }));
    expect(reading.problems).toEqual([[3, "DUPLICATE_RECORD", "44260500001"]]);
    expect(reading.events[0]?.data.additionalInformation["crimes"]).toHaveLength(1);
  });

  test("more crimes than one event may hold become several events", async () => {
    const lines = Array.from({ length: 501 }, (_, at) => line({ reference: `R${at}` }));
    const reading = await read(...lines);
    expect(reading.events.map(({ data }) => (data.additionalInformation["crimes"] as unknown[]).length)).toEqual([
      500, 1,
    ]);
  });
});

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
