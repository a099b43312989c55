import { beforeAll, describe, expect, test } from "vitest";
import { type SampleReading, sampleAgency } from "../sample-agency.ts";
import { electronicMonitoringConnector } from "./connector.ts";
import { POSITION_COLUMNS } from "./positions.ts";
import { latestTagEnd } from "./tag-length.ts";
import { TAG_ORDER_COLUMNS } from "./tag-orders.ts";

describe("the sample files", () => {
  let orders: SampleReading;
  let lines: SampleReading;
  let rows: SampleReading;
  beforeAll(async () => {
    const agency = provider();
    orders = await agency.sample("tag-orders-20261121.csv");
    lines = await agency.sample("positions-20261120.ndjson");
    rows = await agency.sample("positions-20261120.csv");
  });

  test("each bad row is set aside at its line", () => {
    expect(orders.problems).toEqual([
      [5, "OUT_OF_RANGE", "EMS-700111"],
      [6, "INVALID_IDENTIFIER_FORMAT", "EMS-700107"],
    ]);
    expect(lines.problems).toEqual([
      [31, "OUT_OF_RANGE", "880076"],
      [46, "MALFORMED_RECORD", null],
      [61, "UNKNOWN_REFERENCE", "880077"],
    ]);
    expect(rows.problems).toEqual([
      [21, "MISSING_REQUIRED_FIELD", "880990"],
      [41, "UNKNOWN_CODE", "880991"],
    ]);
    expect([orders.accepted, lines.accepted, rows.accepted]).toEqual([3, 75, 71]);
  });

  test("Craig's tag was fitted, and came off when it did", () => {
    const craig = orders.events.filter(({ data }) => data.sourceRecordRef === "EMS-700110");
    expect(craig.map(({ type, time, data }) => [type, time, data.additionalInformation])).toEqual([
      [
        "electronic-monitoring.tag.fitted",
        "2026-09-30T12:00:00Z",
        {
          emsId: "EMS-700110",
          deviceId: 3400110,
          type: "gpsTrail",
          eligibleOffence: "RB",
          orderStart: "2026-09-30",
          orderEnd: "2027-07-31",
          releaseDate: "2026-09-30",
          licenceExpiry: "2027-07-31",
          responsibleForce: "Hampshire",
          ppo: false,
          mappa: false,
          activatedFrom: "2026-09-30T12:00:00Z",
        },
      ],
      [
        "electronic-monitoring.tag.removed",
        "2026-11-20T21:00:00Z",
        {
          emsId: "EMS-700110",
          deviceId: 3400110,
          activatedFrom: "2026-09-30T12:00:00Z",
          activatedTo: "2026-11-20T21:00:00Z",
        },
      ],
    ]);
    expect(craig[0]?.data.personReference).toEqual({
      identifiers: [
        { type: "NOMS", value: "A9010AK", valid: true },
        { type: "PNC", value: "2009/9017010J", valid: true },
        { type: "LOCAL", value: "EMS-700110", valid: true },
      ],
      firstName: "Craig",
      lastName: "Irving",
      dateOfBirth: "1991-08-26",
    });
  });

  test("the positions of a file travel together and name nobody", () => {
    expect(
      lines.events.map(({ type, time, data }) => [type, time, data.personReference, data.sourceRecordRef]),
    ).toEqual([["electronic-monitoring.position-batch.received", "2026-11-21T01:40:00Z", null, expect.any(String)]]);
    expect(positionsOf(lines)).toHaveLength(75);
    expect(positionsOf(rows)).toHaveLength(71);
    expect(positionsOf(lines)[0]).toEqual({
      positionId: 880001,
      deviceId: 3400101,
      lat: 50.917008,
      lon: -1.413267,
      precisionM: 10,
      speedKmh: 0,
      directionDeg: 0,
      capturedAt: "2026-11-20T19:50:00Z",
      mechanism: "GPS",
    });
  });

  test("the device without an order leaves no trace", () => {
    expect(JSON.stringify([lines.events, rows.events])).not.toContain("3409999");
  });
});

test("positions before their order are unknown, and known after it", async () => {
  const agency = provider();
  expect((await agency.file("positions-20261120.csv", csv(POSITION_COLUMNS, POSITION))).problems).toEqual([
    [2, "UNKNOWN_REFERENCE", "1"],
  ]);
  await agency.file("tag-orders-20261120.csv", csv(TAG_ORDER_COLUMNS, ORDER));
  expect((await agency.file("positions-20261120.csv", csv(POSITION_COLUMNS, POSITION))).problems).toEqual([]);
});

test("a thousand and one positions are three events", async () => {
  const agency = provider();
  await agency.file("tag-orders-20261120.csv", csv(TAG_ORDER_COLUMNS, ORDER));
  const many = Array.from({ length: 1001 }, (_, at) => ({ ...POSITION, POSITION_ID: String(at + 1) }));
  const read = await agency.file("positions-20261120.csv", csv(POSITION_COLUMNS, ...many));
  expect(read.events.map(({ data }) => data.sourceRecordRef)).toEqual(["1-500", "501-1000", "1001-1001"]);
});

test("a file with no good position says nothing", async () => {
  expect((await provider().file("positions-20261120.csv", csv(POSITION_COLUMNS, POSITION))).events).toEqual([]);
});

test.each([
  ["2026-09-07", "2027-10-06", "2027-09-07"],
  ["2026-10-26", "2027-06-25", "2027-06-25"],
  ["2028-02-29", "2030-01-01", "2029-02-28"],
])("released %s on a licence to %s, a tag ends by %s", (releaseDate, licenceExpiry, latest) => {
  expect(latestTagEnd({ releaseDate, licenceExpiry })).toBe(latest);
});

test.each([
  ["no number", { EMS_ID: "" }, "MISSING_REQUIRED_FIELD"],
  ["no device", { DEVICE_ID: "" }, "MISSING_REQUIRED_FIELD"],
  ["a prison number that is none", { NOMS: "A90101AK" }, "INVALID_IDENTIFIER_FORMAT"],
  ["no date of birth", { DOB: "" }, "MISSING_REQUIRED_FIELD"],
  ["an unknown kind of order", { ORDER_TYPE: "LEASH" }, "UNKNOWN_CODE"],
  ["an offence that is not eligible", { ELIGIBLE_OFFENCE: "TFX" }, "UNKNOWN_CODE"],
  ["an end before its start", { ORDER_END: "2026-09-29" }, "DATE_ORDER"],
  ["an end after the licence", { ORDER_END: "2027-08-01" }, "OUT_OF_RANGE"],
  ["an end more than a year after release", { ORDER_END: "2027-10-01", LICENCE_EXPIRY: "2028-01-01" }, "OUT_OF_RANGE"],
  ["no word on MAPPA", { MAPPA: "" }, "MISSING_REQUIRED_FIELD"],
  ["a device switched off before it was on", { ACTIVATED_TO: "2026-09-30T11:59:59Z" }, "DATE_ORDER"],
])("an order with %s is set aside", async (_what, change, code) => {
  const read = await provider().file("tag-orders-20261120.csv", csv(TAG_ORDER_COLUMNS, { ...ORDER, ...change }));
  expect([read.problems.map(([, found]) => found), read.events]).toEqual([[code], []]);
});

test("a tag that is to come off later has not come off", async () => {
  const order = { ...ORDER, ACTIVATED_TO: "2026-11-21T12:00:00Z" };
  const read = await provider().file("tag-orders-20261120.csv", csv(TAG_ORDER_COLUMNS, order));
  expect(read.events.map(({ type }) => type)).toEqual(["electronic-monitoring.tag.fitted"]);
});

test.each([
  ["no number", { POSITION_ID: "" }, "MISSING_REQUIRED_FIELD"],
  ["a number that is none", { POSITION_ID: "first" }, "INVALID_IDENTIFIER_FORMAT"],
  ["a device that is none", { DEVICE_ID: "34x" }, "INVALID_IDENTIFIER_FORMAT"],
  ["a place in the sea off Africa", { LAT: "0", LON: "0" }, "OUT_OF_RANGE"],
  ["no longitude", { LON: "" }, "MISSING_REQUIRED_FIELD"],
  ["a precision below nothing", { PRECISION_M: "-1" }, "OUT_OF_RANGE"],
  ["a time without an offset", { CAPTURED_AT: "2026-11-20T19:50:00" }, "INVALID_DATE"],
  ["no mechanism", { MECHANISM: "" }, "MISSING_REQUIRED_FIELD"],
])("a position with %s is set aside", async (_what, change, code) => {
  const agency = provider();
  await agency.file("tag-orders-20261120.csv", csv(TAG_ORDER_COLUMNS, ORDER));
  const read = await agency.file("positions-20261120.csv", csv(POSITION_COLUMNS, { ...POSITION, ...change }));
  expect([read.problems.map(([, found]) => found), read.events]).toEqual([[code], []]);
});

test("the same number at two places is one too many", async () => {
  const agency = provider();
  await agency.file("tag-orders-20261120.csv", csv(TAG_ORDER_COLUMNS, ORDER));
  const read = await agency.file(
    "positions-20261120.csv",
    csv(POSITION_COLUMNS, POSITION, POSITION, { ...POSITION, LAT: "50.92" }),
  );
  expect(read.problems).toEqual([[4, "DUPLICATE_RECORD", "1"]]);
});

const ORDER = {
  EMS_ID: "EMS-1",
  DEVICE_ID: "3400110",
  SURNAME: "Marsh",
  FORENAME: "Dana",
  DOB: "1991-08-26",
  ORDER_TYPE: "GPS_TRAIL",
  ELIGIBLE_OFFENCE: "RB",
  RELEASE_DATE: "2026-09-30",
  ORDER_START: "2026-09-30",
  ORDER_END: "2027-07-31",
  LICENCE_EXPIRY: "2027-07-31",
  PPO: "N",
  MAPPA: "N",
  ACTIVATED_FROM: "2026-09-30T12:00:00Z",
};
const POSITION = {
  POSITION_ID: "1",
  DEVICE_ID: "3400110",
  LAT: "50.917008",
  LON: "-1.413267",
  PRECISION_M: "10",
  CAPTURED_AT: "2026-11-20T19:50:00Z",
  MECHANISM: "1",
};

function provider() {
  return sampleAgency(electronicMonitoringConnector, "em-provider");
}

function csv(columns: readonly string[], ...rows: readonly Readonly<Record<string, string>>[]): string {
  return [columns.join(","), ...rows.map((row) => columns.map((name) => row[name] ?? "").join(","))].join("\n");
}

function positionsOf(read: SampleReading): readonly unknown[] {
  return read.events.flatMap(({ data }) => {
    const positions = data.additionalInformation["positions"];
    return Array.isArray(positions) ? positions : [];
  });
}
