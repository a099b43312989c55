import type { PersonReference } from "#schemas/agency-event.ts";
import type { EventParts, FeedContext, Translation } from "../connector.ts";
import { type Cells, csvCells } from "../rows/cells.ts";
import { ISO_DATE, ISO_INSTANT, londonDate } from "../rows/dates.ts";
import { fileDate } from "../rows/file-date.ts";
import { given } from "../rows/given.ts";
import { givenIdentifiers, readNoms, readPnc } from "../rows/identifiers.ts";
import { reportRepeated } from "../rows/repeated-records.ts";
import { dateOrder, outOfRange, rejected } from "../rows/row-problems.ts";
import { deviceReference, readDeviceId, reportShared, wearingsOf } from "./device.ts";
import { latestTagEnd } from "./tag-length.ts";

export const TAG_ORDER_COLUMNS = [
  "EMS_ID",
  "DEVICE_ID",
  "NOMS",
  "PNC",
  "SURNAME",
  "FORENAME",
  "DOB",
  "ORDER_TYPE",
  "ELIGIBLE_OFFENCE",
  "RELEASE_DATE",
  "ORDER_START",
  "ORDER_END",
  "LICENCE_EXPIRY",
  "RESPONSIBLE_FORCE",
  "PPO",
  "MAPPA",
  "ACTIVATED_FROM",
  "ACTIVATED_TO",
] as const;

const ORDER_TYPES = { GPS_TRAIL: "gpsTrail", GPS_CURFEW: "gpsCurfew", RF_CURFEW: "radioCurfew" };
const OFFENCES = { RB: "RB", BIAD: "BIAD", AB: "AB", BOTD: "BOTD", TOMV: "TOMV", TFP: "TFP", TFMV: "TFMV" };
const YES_NO = { Y: true, N: false };

/** One order: a device, the person who wears it, and from when to when. */
export function translateTagOrder(row: Readonly<Record<string, string>>, context: FeedContext): Translation {
  const cells = csvCells(row);
  const emsId = cells.requiredText("EMS_ID");
  const deviceId = readDeviceId(cells, "DEVICE_ID");
  const person = readWearer(cells, emsId, context.referenceYear);
  const order = readOrder(cells);
  const activation = readActivation(cells);
  const wearings = wearingsOf(deviceId === null ? null : context.find("device", String(deviceId)));
  const own = { emsId, from: Date.parse(activation.activatedFrom), to: epochOf(activation.activatedTo) };
  reportShared(cells, "DEVICE_ID", wearings, own);
  reportRepeated(cells, context, { field: "EMS_ID", key: emsId, content: row });
  if (cells.failed || deviceId === null) {
    return rejected(cells.problems, emsId || null);
  }

  const about = (event: string, time: string, payload: EventParts["payload"]) =>
    context.event({
      type: `electronic-monitoring.${event}`,
      time,
      sourceRecordRef: emsId,
      person,
      payload: { emsId, deviceId, ...payload },
    });
  const { activatedFrom, activatedTo } = activation;
  const removed = activatedTo !== null && londonDate(activatedTo) <= fileDate(context);
  return {
    events: [
      about("tag.fitted", activatedFrom, { ...order, activatedFrom }),
      ...(removed ? [about("tag.removed", activatedTo, { activatedFrom, activatedTo })] : []),
    ],
    problems: cells.problems,
    recordRef: emsId,
    introduces: [deviceReference(deviceId, [...wearings.filter((one) => one.emsId !== emsId), own])],
  };
}

function epochOf(instant: string | null): number | null {
  return instant === null ? null : Date.parse(instant);
}

/** The device is no identifier of the person: it goes to somebody else afterwards. */
function readWearer(cells: Cells, emsId: string, referenceYear: number): PersonReference {
  return {
    identifiers: [
      ...givenIdentifiers(readNoms(cells, "NOMS"), readPnc(cells, "PNC", referenceYear)),
      { type: "LOCAL", value: emsId, valid: true },
    ],
    firstName: cells.requiredText("FORENAME"),
    lastName: cells.requiredText("SURNAME"),
    dateOfBirth: cells.requiredDate("DOB", ISO_DATE),
  };
}

function readOrder(cells: Cells) {
  const order = {
    type: cells.requiredCode("ORDER_TYPE", ORDER_TYPES),
    eligibleOffence: cells.requiredCode("ELIGIBLE_OFFENCE", OFFENCES),
    orderStart: cells.requiredDate("ORDER_START", ISO_DATE),
    orderEnd: cells.requiredDate("ORDER_END", ISO_DATE),
    releaseDate: cells.requiredDate("RELEASE_DATE", ISO_DATE),
    licenceExpiry: cells.requiredDate("LICENCE_EXPIRY", ISO_DATE),
    ppo: cells.requiredCode("PPO", YES_NO),
    mappa: cells.requiredCode("MAPPA", YES_NO),
    ...given({ responsibleForce: cells.text("RESPONSIBLE_FORCE") }),
  };
  reportLength(cells, order);
  return order;
}

function reportLength(
  cells: Cells,
  order: { orderStart: string; orderEnd: string; releaseDate: string; licenceExpiry: string },
): void {
  const { orderStart, orderEnd, releaseDate, licenceExpiry } = order;
  if ([orderStart, orderEnd, releaseDate, licenceExpiry].includes("")) {
    return;
  }
  if (orderEnd < orderStart) {
    cells.report(dateOrder("ORDER_END", "ORDER_START"));
  }
  if (orderEnd > latestTagEnd({ releaseDate, licenceExpiry })) {
    cells.report(outOfRange("ORDER_END", "the earlier of LICENCE_EXPIRY and RELEASE_DATE + 12 months, or before"));
  }
}

function readActivation(cells: Cells) {
  const activatedFrom = cells.requiredDate("ACTIVATED_FROM", ISO_INSTANT);
  const activatedTo = cells.date("ACTIVATED_TO", ISO_INSTANT);
  if (activatedFrom !== "" && activatedTo !== null && Date.parse(activatedTo) < Date.parse(activatedFrom)) {
    cells.report(dateOrder("ACTIVATED_TO", "ACTIVATED_FROM"));
  }
  return { activatedFrom, activatedTo };
}
