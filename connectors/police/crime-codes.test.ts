import { expect, test } from "vitest";
import { sampleAgency } from "../sample-agency.ts";
import { policeConnector } from "./connector.ts";

/** Every code of design/tag-hits 4.1, and those beside them, on a row that is otherwise good. */
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
type Changes = Partial<typeof CELLS>;
const line = (changes: Changes = {}) => Object.values({ ...CELLS, ...changes }).join(",");
const degrees = (latitude: string, longitude: string): Changes => ({
  easting: "",
  northing: "",
  latitude,
  longitude,
  datum: "WGS84",
});
const read = (...lines: string[]) =>
  sampleAgency(policeConnector, "hampshire-police").file("crime-batch-1.csv", `${lines.join("\n")}\n`);

const REFUSED: readonly (readonly [string, Changes, string])[] = [
  ["a force nobody knows", { policeForce: "Wessex" }, "INVALID_POLICE_FORCE"],
  ["a force in other case", { policeForce: "hampshire" }, "INVALID_POLICE_FORCE"],
  ["no force", { policeForce: " " }, "INVALID_POLICE_FORCE"],
  ["no crime type", { crimeTypeId: "" }, "INVALID_CRIME_TYPE"],
  ["a crime type nobody knows", { crimeTypeId: "TFX" }, "INVALID_CRIME_TYPE"],
  ["no batch", { batchId: "" }, "MISSING_BATCH_ID"],
  ["another force's batch", { batchId: "KNT20261121" }, "INVALID_BATCH_ID_FORMAT"],
  ["something after the batch id", { batchId: "HAM20261121-1-R-x" }, "INVALID_BATCH_ID_FORMAT"],
  ["a batch of 31 November", { batchId: "HAM20261131" }, "INVALID_BATCH_ID_DATE"],
  ["no reference", { reference: " " }, "MISSING_CRIME_REFERENCE"],
  ["a start on 31 February", { from: "20260231200000" }, "INVALID_FROM_DATE_FORMAT"],
  ["no start", { from: "" }, "INVALID_FROM_DATE_FORMAT"],
  ["a start with a zone", { from: "2026-11-20T20:00:00Z" }, "INVALID_FROM_DATE_FORMAT"],
  ["an end on 31 November", { to: "20261131200000" }, "INVALID_TO_DATE_FORMAT"],
  ["an end at hour 24", { to: "20261120240000" }, "INVALID_TO_DATE_FORMAT"],
  ["an end before its start", { to: "20261120190000" }, "CRIME_DATE_TIME_TO_AFTER_FROM"],
  ["a window of 12 hours and a second", { to: "20261121080001" }, "CRIME_DATE_TIME_EXCEEDS_WINDOW"],
  ["an easting in words", { easting: "4e5" }, "INVALID_NUMBER"],
  ["an easting that is NaN", { easting: "NaN" }, "INVALID_NUMBER"],
  ["a latitude that is infinite", degrees("Infinity", "-1.4"), "INVALID_NUMBER"],
  ["a novel for a text", { text: "x".repeat(2001) }, "INVALID_TEXT"],
  ["a bell in the text", { text: "Rear \u0007door" }, "INVALID_TEXT"],
  ["no place", { easting: "", northing: "" }, "MISSING_LOCATION_DATA"],
  ["half a pair", { northing: "" }, "DEPENDENT_LOCATION_DATA"],
  ["half a pair of degrees", degrees("50.9", ""), "DEPENDENT_LOCATION_DATA"],
  ["one of each pair", { northing: "", latitude: "50.9" }, "MULTIPLE_LOCATION_DATA_TYPES"],
  ["both pairs", { latitude: "50.91", longitude: "-1.42" }, "MULTIPLE_LOCATION_DATA_TYPES"],
  ["an easting in the sea", { easting: "700001" }, "INVALID_LOCATION_DATA_RANGE"],
  ["a latitude of elsewhere", degrees("151.91", "-1.4"), "INVALID_LOCATION_DATA_RANGE"],
  ["zeros for easting and northing", { easting: "0", northing: "0" }, "LOCATION_ZERO"],
  ["zeros for degrees", degrees("0", "0.0"), "LOCATION_ZERO"],
  ["easting and northing exchanged", { easting: "112330", northing: "442050" }, "LOCATION_SWAPPED"],
  ["degrees exchanged", degrees("-1.404400", "50.909700"), "LOCATION_SWAPPED"],
  ["a datum nobody knows", { datum: "ED50" }, "UNKNOWN_CODE"],
];

test.each(REFUSED)("%s is refused, and the good row beside it is not", async (_name, changes, code) => {
  const reading = await read(line(changes), line({ reference: "44260500002" }));
  expect(reading.problems.map(([at, found]) => [at, found])).toEqual([[1, code]]);
  expect(reading.events[0]?.data.additionalInformation).toMatchObject({ accepted: 1, rejected: 1 });
  expect(reading.reported[0]?.problem.requiredAction.length).toBeGreaterThan(10);
});

test("a row of 12 cells is refused by its count", async () => {
  const reading = await read(line().split(",").slice(0, 12).join(","), line());
  expect(reading.problems).toEqual([[1, "INVALID_COLUMN_COUNT", "44260500001"]]);
});

const DOUBTED: readonly (readonly [string, Changes, string, object])[] = [
  [
    "a reference cut to kilometres",
    { easting: "442000", northing: "112000" },
    "LOCATION_TRUNCATED",
    { locationUncertaintyM: 500, notes: ["truncated-reference"] },
  ],
  [
    "a reference cut to 100 m",
    { easting: "442100", northing: "112300" },
    "LOCATION_TRUNCATED",
    { locationUncertaintyM: 50, notes: ["truncated-reference"] },
  ],
  ["a place in Kent", { easting: "639510" }, "LOCATION_OUTSIDE_FORCE", { notes: ["outside-force-area"] }],
  [
    "a minute that ends after the batch was made",
    { from: "20261121123000", to: "20261121123000" },
    "LOOKS_LIKE_LOCAL_TIME",
    {},
  ],
];

test.each(DOUBTED)("%s is taken with a warning", async (_name, changes, code, kept) => {
  const reading = await read(line(changes));
  expect([reading.problems.map(([, found]) => found), reading.accepted, reading.warnings]).toEqual([[code], 1, 1]);
  expect(reading.events[0]?.data.additionalInformation["crimes"]).toMatchObject([kept]);
});

test("the far east of Kent, Essex and Suffolk is in the country", async () => {
  const kent: Changes = { policeForce: "Kent", batchId: "KNT20261121", easting: "639512", northing: "142310" };
  expect((await read(line(kent))).problems).toEqual([]);
});
