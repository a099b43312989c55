import type { FeedContext, Translation } from "../connector.ts";
import { type Cells, csvCells, jsonCells } from "../rows/cells.ts";
import { ISO_INSTANT } from "../rows/dates.ts";
import { given } from "../rows/given.ts";
import { reportRepeated } from "../rows/repeated-records.ts";
import { invalidIdentifier, missingField, rejected, unknownReference } from "../rows/row-problems.ts";
import { readDeviceId } from "./device.ts";

export const POSITION_COLUMNS = [
  "POSITION_ID",
  "DEVICE_ID",
  "LAT",
  "LON",
  "PRECISION_M",
  "SPEED_KMH",
  "DIRECTION_DEG",
  "CAPTURED_AT",
  "MECHANISM",
] as const;

type PositionNames = Readonly<Record<(typeof POSITION_COLUMNS)[number], string>>;

const CSV_NAMES: PositionNames = {
  POSITION_ID: "POSITION_ID",
  DEVICE_ID: "DEVICE_ID",
  LAT: "LAT",
  LON: "LON",
  PRECISION_M: "PRECISION_M",
  SPEED_KMH: "SPEED_KMH",
  DIRECTION_DEG: "DIRECTION_DEG",
  CAPTURED_AT: "CAPTURED_AT",
  MECHANISM: "MECHANISM",
};
const JSON_NAMES: PositionNames = {
  POSITION_ID: "positionId",
  DEVICE_ID: "deviceId",
  LAT: "lat",
  LON: "lon",
  PRECISION_M: "precisionM",
  SPEED_KMH: "speedKmh",
  DIRECTION_DEG: "directionDeg",
  CAPTURED_AT: "capturedAt",
  MECHANISM: "mechanism",
};

/** The British Isles and the sea around them, WGS84. */
const LATITUDES = { min: 49.5, max: 61.5 };
const LONGITUDES = { min: -8.5, max: 2.6 };
const PRECISION_M = { min: 0, max: 100_000 };
const SPEED_KMH = { min: 0, max: 500 };
const DIRECTION_DEG = { min: 0, max: 360 };
const MECHANISMS = { "1": "GPS", "4": "RF", "5": "LBS", "6": "WIFI" };
const POSITION_ID = /^\d{1,15}$/;

export function translateCsvPosition(row: Readonly<Record<string, string>>, context: FeedContext): Translation {
  return translatePosition(csvCells(row), CSV_NAMES, row, context);
}

export function translateJsonPosition(record: unknown, context: FeedContext): Translation {
  return translatePosition(jsonCells(record), JSON_NAMES, record, context);
}

/** One reading. It names no person; without an order for the device nobody may be followed by it. */
function translatePosition(cells: Cells, names: PositionNames, content: unknown, context: FeedContext): Translation {
  const positionId = readPositionId(cells, names.POSITION_ID);
  const position = {
    positionId: Number(positionId),
    deviceId: readOrderedDevice(cells, names.DEVICE_ID, context),
    lat: cells.requiredNumber(names.LAT, LATITUDES),
    lon: cells.requiredNumber(names.LON, LONGITUDES),
    precisionM: cells.requiredNumber(names.PRECISION_M, PRECISION_M),
    capturedAt: cells.requiredDate(names.CAPTURED_AT, ISO_INSTANT),
    mechanism: cells.requiredCode(names.MECHANISM, MECHANISMS),
    ...given({
      speedKmh: cells.number(names.SPEED_KMH, SPEED_KMH),
      directionDeg: cells.number(names.DIRECTION_DEG, DIRECTION_DEG),
    }),
  };
  reportRepeated(cells, context, { field: names.POSITION_ID, key: positionId, content });
  return cells.failed
    ? rejected(cells.problems, positionId || null)
    : {
        events: [
          context.event({
            type: "electronic-monitoring.position-batch.received",
            time: position.capturedAt,
            sourceRecordRef: positionId,
            person: null,
            payload: { positions: [position] },
          }),
        ],
        problems: cells.problems,
        recordRef: positionId,
      };
}

function readPositionId(cells: Cells, name: string): string {
  const sent = cells.text(name);
  if (sent === null) {
    cells.report(missingField(name));
    return "";
  }
  if (!POSITION_ID.test(sent)) {
    cells.report(invalidIdentifier(name, "the number of the position"));
    return "";
  }
  return sent;
}

function readOrderedDevice(cells: Cells, name: string, context: FeedContext): number | null {
  const deviceId = readDeviceId(cells, name);
  if (deviceId !== null && context.find("device", String(deviceId)) === null) {
    cells.report(unknownReference(name, "device", "send the tag order first"));
  }
  return deviceId;
}
