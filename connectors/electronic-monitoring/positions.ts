import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { FeedContext, GatheredFile, Translation } from "../connector.ts";
import { type Cells, csvCells, jsonCells } from "../rows/cells.ts";
import { type DateFormat, ISO_INSTANT, PLAIN_INSTANT } from "../rows/dates.ts";
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
/** What the schema of the event allows in one. */
const POSITIONS_PER_EVENT = 500;
const POSITION_ID = /^\d{1,15}$/;

export function translateCsvPosition(row: Readonly<Record<string, string>>, context: FeedContext): Translation {
  return translatePosition(csvCells(row), CSV_NAMES, row, context);
}

export function translateJsonPosition(record: unknown, context: FeedContext): Translation {
  return translatePosition(jsonCells(record), JSON_NAMES, record, context);
}

/** The national matching service's names for the same. Whom a row says it is about is not believed: the order says who wears it. */
export const SERVICE_COLUMNS = [
  "device_id",
  "person_id",
  "position_id",
  "latitude",
  "longitude",
  "precision",
  "speed",
  "direction",
  "recorded_date",
  "lbs",
] as const;
const SERVICE_NAMES: PositionNames = {
  POSITION_ID: "position_id",
  DEVICE_ID: "device_id",
  LAT: "latitude",
  LON: "longitude",
  PRECISION_M: "precision",
  SPEED_KMH: "speed",
  DIRECTION_DEG: "direction",
  CAPTURED_AT: "recorded_date",
  MECHANISM: "lbs",
};
/** Its only word on the mechanism: from the cell network or not. */
const SERVICE_MECHANISMS = { "": "GPS", "0": "GPS", "1": "LBS", false: "GPS", true: "LBS" };

export function translateServiceCsv(row: Readonly<Record<string, string>>, context: FeedContext): Translation {
  return translatePosition(csvCells(row), SERVICE_NAMES, row, context, SERVICE);
}

export function translateServiceJson(record: unknown, context: FeedContext): Translation {
  return translatePosition(jsonCells(record), SERVICE_NAMES, record, context, SERVICE);
}

type PositionForm = {
  readonly instant: DateFormat;
  readonly mechanism: (cells: Cells, name: string) => string | null;
};
const OWN: PositionForm = { instant: ISO_INSTANT, mechanism: (cells, name) => cells.requiredCode(name, MECHANISMS) };
const SERVICE: PositionForm = {
  instant: PLAIN_INSTANT,
  mechanism: (cells, name) => (cells.text(name) === null ? "GPS" : cells.code(name, SERVICE_MECHANISMS)),
};

type Position = {
  readonly positionId: number;
  readonly deviceId: number | null;
  readonly capturedAt: string;
};

/** One reading. It names no person; without an order for the device nobody may be followed by it. */
function translatePosition(
  cells: Cells,
  names: PositionNames,
  content: unknown,
  context: FeedContext,
  { instant, mechanism }: PositionForm = OWN,
): Translation {
  const positionId = readPositionId(cells, names.POSITION_ID);
  const position: Position & Readonly<Record<string, unknown>> = {
    positionId: Number(positionId),
    deviceId: readOrderedDevice(cells, names.DEVICE_ID, context),
    lat: cells.requiredNumber(names.LAT, LATITUDES),
    lon: cells.requiredNumber(names.LON, LONGITUDES),
    precisionM: cells.requiredNumber(names.PRECISION_M, PRECISION_M),
    capturedAt: cells.requiredDate(names.CAPTURED_AT, instant),
    mechanism: mechanism(cells, names.MECHANISM),
    ...given({
      speedKmh: cells.number(names.SPEED_KMH, SPEED_KMH),
      directionDeg: cells.number(names.DIRECTION_DEG, DIRECTION_DEG),
    }),
  };
  reportRepeated(cells, context, { field: names.POSITION_ID, key: positionId, content });
  return cells.failed
    ? rejected(cells.problems, positionId || null)
    : { events: [], problems: cells.problems, recordRef: positionId, gathered: position };
}

/**
 * Packs the readings of a file, in its order, into events of at most 500. Readings are known by their own number, so it
 * does no harm that a longer file cuts them differently.
 */
export function packPositions({ gathered }: Pick<GatheredFile, "gathered">, context: FeedContext) {
  const positions = gathered.filter(isPosition);
  const events: AgencyEvent[] = [];
  for (let from = 0; from < positions.length; from += POSITIONS_PER_EVENT) {
    const packed = positions.slice(from, from + POSITIONS_PER_EVENT);
    const latest = packed.map(({ capturedAt }) => capturedAt).sort((a, b) => Date.parse(a) - Date.parse(b));
    events.push(
      context.event({
        type: "electronic-monitoring.position-batch.received",
        time: latest.at(-1) ?? "",
        sourceRecordRef: `${packed.at(0)?.positionId}-${packed.at(-1)?.positionId}`,
        person: null,
        payload: { positions: packed },
      }),
    );
  }
  return { events, problems: [] };
}

function isPosition(gathered: unknown): gathered is Position {
  return typeof gathered === "object" && gathered !== null && "positionId" in gathered && "capturedAt" in gathered;
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

export function readOrderedDevice(cells: Cells, name: string, context: FeedContext): number | null {
  const deviceId = readDeviceId(cells, name);
  if (deviceId !== null && context.find("device", String(deviceId)) === null) {
    cells.report(unknownReference(name, "device", "send the tag order first"));
  }
  return deviceId;
}
