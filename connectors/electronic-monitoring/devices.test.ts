import { describe, expect, test } from "vitest";
import { sampleAgency } from "../sample-agency.ts";
import { electronicMonitoringConnector } from "./connector.ts";
import { DEVICE_EVENT_COLUMNS } from "./device-events.ts";
import { SERVICE_COLUMNS } from "./positions.ts";
import { TAG_ORDER_COLUMNS } from "./tag-orders.ts";

type Row = Readonly<Record<string, string>>;

const ORDER: Row = {
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
  ACTIVATED_TO: "2026-11-20T21:00:00Z",
};
const OTHER: Row = { ...ORDER, EMS_ID: "EMS-2", SURNAME: "Rowe", FORENAME: "Alan", ACTIVATED_TO: "" };

const csv = (columns: readonly string[], ...rows: readonly Row[]) =>
  [columns.join(","), ...rows.map((row) => columns.map((name) => row[name] ?? "").join(","))].join("\n");

async function withOrder() {
  const agency = sampleAgency(electronicMonitoringConnector, "em-provider");
  await agency.file("tag-orders-1.csv", csv(TAG_ORDER_COLUMNS, ORDER));
  return agency;
}

describe("a device", () => {
  test.each([
    ["while the other still has it", "2026-11-20T20:59:59Z", ["DEVICE_IN_USE"]],
    ["from the moment the other gave it back", "2026-11-20T21:00:00Z", []],
  ])("goes to somebody else %s", async (_when, from, codes) => {
    const agency = await withOrder();
    const read = await agency.file("tag-orders-2.csv", csv(TAG_ORDER_COLUMNS, { ...OTHER, ACTIVATED_FROM: from }));
    expect(read.problems.map(([, code]) => code)).toEqual(codes);
  });

  test("is not taken from its own wearer by the same order told again with its end", async () => {
    const agency = await withOrder();
    const again = { ...ORDER, ACTIVATED_TO: "2026-11-20T22:00:00Z" };
    expect((await agency.file("tag-orders-2.csv", csv(TAG_ORDER_COLUMNS, again))).problems).toEqual([]);
    const late = { ...OTHER, ACTIVATED_FROM: "2026-11-20T21:30:00Z" };
    expect((await agency.file("tag-orders-3.csv", csv(TAG_ORDER_COLUMNS, late))).problems).toEqual([
      [2, "DEVICE_IN_USE", "EMS-2"],
    ]);
  });
});

describe("what happened to a device", () => {
  const EVENT: Row = { DEVICE_ID: "3400110", EVENT: "STRAP", FROM: "2026-11-20T20:00:00Z", TO: "2026-11-20T20:10:00Z" };
  const read = async (change: Row) =>
    (await withOrder()).file("device-events-1.csv", csv(DEVICE_EVENT_COLUMNS, { ...EVENT, ...change }));

  test("is an event that names nobody", async () => {
    const [event] = (await read({ TO: "" })).events;
    expect([event?.type, event?.data.personReference, event?.data.additionalInformation]).toEqual([
      "electronic-monitoring.device-event.recorded",
      null,
      { deviceId: 3400110, kind: "strap", from: "2026-11-20T20:00:00Z" },
    ]);
  });

  test.each([
    ["a kind nobody knows", { EVENT: "LOST" }, "UNKNOWN_CODE"],
    ["no beginning", { FROM: "" }, "MISSING_REQUIRED_FIELD"],
    ["an end before its beginning", { TO: "2026-11-20T19:00:00Z" }, "DATE_ORDER"],
    ["a device without an order", { DEVICE_ID: "3400999" }, "UNKNOWN_REFERENCE"],
  ])("with %s is set aside", async (_what, change, code) => {
    expect((await read(change)).problems.map(([, found]) => found)).toEqual([code]);
  });
});

describe("positions by the names of the national matching service", () => {
  const POSITION: Row = {
    device_id: "3400110",
    person_id: "77",
    position_id: "1",
    latitude: "50.917008",
    longitude: "-1.413267",
    precision: "10",
    speed: "3",
    direction: "90",
    recorded_date: "2026-11-20 19:50:00",
    lbs: "0",
  };
  const read = async (change: Row = {}) =>
    (await withOrder()).file("service-positions-1.csv", csv(SERVICE_COLUMNS, { ...POSITION, ...change }));
  const OURS = {
    positionId: 1,
    deviceId: 3400110,
    lat: 50.917008,
    lon: -1.413267,
    precisionM: 10,
    speedKmh: 3,
    directionDeg: 90,
    capturedAt: "2026-11-20T19:50:00Z",
    mechanism: "GPS",
  };

  test("are the same positions, and whom a row says it is about is not kept", async () => {
    const [event] = (await read()).events;
    expect(event?.data.additionalInformation).toEqual({ positions: [OURS] });
  });

  test("are read from JSON as well, and one from the cell network says so", async () => {
    const line = JSON.stringify({ ...POSITION, device_id: 3400110, position_id: 1, lbs: true });
    const { events } = await (await withOrder()).file("service-positions-1.ndjson", `${line}\n`);
    expect(events[0]?.data.additionalInformation).toEqual({ positions: [{ ...OURS, mechanism: "LBS" }] });
  });

  test.each([
    ["NaN", { latitude: "NaN" }, "OUT_OF_RANGE"],
    ["latitude and longitude exchanged", { latitude: "-1.41", longitude: "50.91" }, "OUT_OF_RANGE"],
    ["31 November", { recorded_date: "2026-11-31 10:00:00" }, "INVALID_DATE"],
    ["a mechanism that is neither", { lbs: "maybe" }, "UNKNOWN_CODE"],
  ])("with %s are set aside", async (_what, change, code) => {
    expect((await read(change)).problems.map(([, found]) => found)).toContain(code);
  });
});
