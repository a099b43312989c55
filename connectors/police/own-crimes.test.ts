import { describe, expect, test } from "vitest";
import { sampleAgency } from "../sample-agency.ts";
import { policeConnector } from "./connector.ts";
import { OWN_CRIME_COLUMNS } from "./crimes.ts";

type Cells = Partial<Record<(typeof OWN_CRIME_COLUMNS)[number], string>>;

const CELLS: Cells = {
  policeForce: "Hampshire",
  crimeTypeId: "BIAD",
  batchId: "HAM20261121",
  crimeReference: "44260500001",
  crimeDateFrom: "2026-10-24T20:00:00",
  crimeDateTo: "2026-10-25T03:30:00",
  easting: "442050",
  northing: "112330",
  timeZone: "Europe/London",
};
const agency = () => sampleAgency(policeConnector, "hampshire-police");
const read = (changes: Cells = {}) => {
  const cells: Cells = { ...CELLS, ...changes };
  const row = OWN_CRIME_COLUMNS.map((name) => cells[name] ?? "").join(",");
  return agency().file("crimes-1.csv", `${OWN_CRIME_COLUMNS.join(",")}\n${row}\n`);
};
const crimeOf = (reading: Awaited<ReturnType<typeof read>>) =>
  (reading.events[0]?.data.additionalInformation["crimes"] as readonly Record<string, unknown>[] | undefined)?.[0];

describe("times that the clocks on the wall told", () => {
  test("summer time is an hour before UTC, on the day it ends on one side only", async () => {
    expect(crimeOf(await read())).toMatchObject({
      from: "2026-10-24T19:00:00Z",
      to: "2026-10-25T03:30:00Z",
      timeZone: "Europe/London",
    });
  });

  test("an hour that comes twice is both of them: the window is widened and says so", async () => {
    const reading = await read({ crimeDateFrom: "2026-10-25T01:10:00", crimeDateTo: "2026-10-25T01:20:00" });
    expect(reading.problems.map(([, code]) => code)).toEqual(["LOCAL_TIME_REPEATED"]);
    expect(crimeOf(reading)).toMatchObject({
      from: "2026-10-25T00:10:00Z",
      to: "2026-10-25T01:20:00Z",
      notes: ["repeated-hour"],
    });
  });

  test("an hour that is left out is refused with the reason", async () => {
    const reading = await read({ crimeDateFrom: "2026-03-29T01:30:00", crimeDateTo: "2026-03-29T02:30:00" });
    expect(reading.problems.map(([at, code]) => [at, code])).toEqual([
      [null, "ALL_RECORDS_FAILED"],
      [2, "LOCAL_TIME_MISSING"],
    ]);
  });

  test("without a zone, and with an offset, they are not local", async () => {
    const plain = { crimeDateFrom: "20261024200000", crimeDateTo: "2026-10-24T22:00:00+01:00", timeZone: "" };
    expect(crimeOf(await read(plain))).toMatchObject({ from: "2026-10-24T20:00:00Z", to: "2026-10-24T21:00:00Z" });
  });

  test.each([
    ["a zone nobody observes", { timeZone: "Europe/Paris" }, "UNKNOWN_CODE"],
    ["31 September", { crimeDateTo: "2026-09-31T10:00:00" }, "INVALID_TO_DATE_FORMAT"],
    ["a window of 96 hours and a second", { crimeDateTo: "2026-10-28T19:00:01" }, "CRIME_DATE_TIME_EXCEEDS_WINDOW"],
    ["an uncertainty of ten kilometres", { locationUncertaintyM: "10000" }, "OUT_OF_RANGE"],
  ])("%s is refused", async (_what, changes, code) => {
    expect((await read(changes)).problems.map(([, found]) => found)).toContain(code);
  });
});

test("a weekend away is 96 hours at most", async () => {
  expect((await read({ crimeDateTo: "2026-10-28T19:00:00" })).problems).toEqual([]);
});

test("what the sender knows of the place is kept, and stands instead of what its zeros say", async () => {
  const reading = await read({
    easting: "442000",
    northing: "112000",
    locationUncertaintyM: "30",
    locationSource: "gazetteer",
  });
  expect(reading.problems).toEqual([]);
  expect(crimeOf(reading)).toMatchObject({ locationUncertaintyM: 30, locationSource: "gazetteer" });
});

test("a line of JSON, and an element of an array, are the same crime", async () => {
  const record = JSON.stringify({ ...CELLS, easting: 442050, northing: 112330 });
  const [ofCsv, ofLines, ofArray] = [
    await read(),
    await agency().file("crimes-1.ndjson", `${record}\n`),
    await agency().file("crimes-1.json", `[${record}]`),
  ];
  expect(crimeOf(ofLines)).toEqual(crimeOf(ofCsv));
  expect(crimeOf(ofArray)).toEqual(crimeOf(ofCsv));
});

describe("both pairs of coordinates", () => {
  // The same house, by the grid and in degrees.
  const degrees = { latitude: "50.909021", longitude: "-1.403294" };

  test("are one place where they agree, and the grid's is kept", async () => {
    const reading = await read(degrees);
    expect(reading.problems).toEqual([]);
    expect(crimeOf(reading)).toMatchObject({ easting: 442050, northing: 112330, datum: "OSGB36" });
    expect(crimeOf(reading)).not.toHaveProperty("latitude");
  });

  test("are refused where they are two places", async () => {
    const reading = await read({ ...degrees, latitude: "50.910100" });
    expect(reading.problems.map(([, code]) => code)).toContain("LOCATION_PAIRS_DISAGREE");
  });

  test("are refused where one of them is half there", async () => {
    const reading = await read({ latitude: degrees.latitude });
    expect(reading.problems.map(([, code]) => code)).toContain("MULTIPLE_LOCATION_DATA_TYPES");
  });
});
