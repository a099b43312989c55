import { beforeAll, describe, expect, test } from "vitest";
import { type SampleReading, sampleAgency } from "../sample-agency.ts";
import { policeConnector } from "./connector.ts";

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
    ["a window of 12 hours", { to: "20261121080000" }],
    ["a window that is an instant", { to: "20261120200000" }],
    ["a code in lower case", { crimeTypeId: "biad" }],
    ["a re-sent batch", { batchId: "HAM20261121-1-r" }],
  ])("%s is taken", async (_name, changes) => {
    expect((await read(line(changes))).problems).toEqual([]);
  });

  test("every fault of a row is told at once", async () => {
    const reading = await read(line({ crimeTypeId: "TFX", easting: "", northing: "", reference: "" }));
    expect(reading.problems.map(([, code]) => code)).toEqual([
      "ALL_RECORDS_FAILED",
      "MISSING_CRIME_REFERENCE",
      "INVALID_CRIME_TYPE",
      "MISSING_LOCATION_DATA",
    ]);
  });

  test.each([
    [
      "forces",
      { policeForce: "Kent", batchId: "KNT20261121", easting: "639510" },
      ["MULTIPLE_POLICE_FORCES", "MULTIPLE_BATCH_IDS"],
    ],
    ["batches", { batchId: "HAM20261120" }, ["MULTIPLE_BATCH_IDS"]],
  ])("a file of two %s is refused as a whole", async (_name, changes, codes) => {
    const reading = await read(line(), line({ reference: "44260500002", ...changes }));
    expect(reading.problems).toEqual(codes.map((code) => [null, code, null]));
    expect([reading.events, reading.accepted, reading.errors]).toEqual([[], 0, 2]);
  });

  test("a file without a good row is refused as a whole, and its rows are told all the same", async () => {
    const reading = await read(line({ crimeTypeId: "TFX" }), line({ crimeTypeId: "TFY" }));
    expect(reading.problems).toEqual([
      [null, "ALL_RECORDS_FAILED", null],
      [1, "INVALID_CRIME_TYPE", "44260500001"],
      [2, "INVALID_CRIME_TYPE", "44260500001"],
    ]);
    expect([reading.events, reading.accepted, reading.errors]).toEqual([[], 0, 2]);
  });

  test("a file without a row is no batch", async () => {
    expect((await read("")).problems).toEqual([[null, "INVALID_ATTACHMENT", null]]);
  });

  test("a header is passed over, and no row is lost to it", async () => {
    const header =
      "policeForce,crimeTypeId,crimeTypeDescription,batchId,crimeReference,crimeDateFrom,crimeDateTo,easting,northing,latitude,longitude,datum,crimeText";
    const reading = await read(header, line());
    expect([reading.problems, reading.rows, reading.accepted]).toEqual([[], 1, 1]);
  });

  test("the same crime twice is one, with other content it is an error", async () => {
    const reading = await read(line(), line(), line({ crimeTypeId: "RB" }));
    expect(reading.problems).toEqual([[3, "DUPLICATE_RECORD", "44260500001"]]);
    expect(reading.events[0]?.data.additionalInformation["crimes"]).toHaveLength(1);
  });

  test("more crimes than one event may hold become several events", async () => {
    const lines = Array.from({ length: 101 }, (_, at) => line({ reference: `R${at}` }));
    const reading = await read(...lines);
    expect(reading.events.map(({ data }) => (data.additionalInformation["crimes"] as unknown[]).length)).toEqual([
      100, 1,
    ]);
  });
});
