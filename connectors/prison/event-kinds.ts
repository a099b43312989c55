import type { Cells } from "../rows/cells.ts";
import { ISO_DATE } from "../rows/dates.ts";
import { given } from "../rows/given.ts";
import { readNoms } from "../rows/identifiers.ts";
import { dateOrder, invalidIdentifier, missingField } from "../rows/row-problems.ts";

type Payload = Readonly<Record<string, unknown>>;
type EventKind = { readonly type: `prison.${string}`; readonly read: (cells: Cells) => Payload };

const INFORMATION = "additionalInformation";
const RECEIVED_REASONS = same("ADMISSION", "TRANSFERRED", "RETURN_FROM_COURT", "TEMPORARY_ABSENCE_RETURN", "UNKNOWN");
const RELEASED_REASONS = same(
  "RELEASED",
  "RELEASED_TO_HOSPITAL",
  "SENT_TO_COURT",
  "TRANSFERRED",
  "TEMPORARY_ABSENCE_RELEASE",
  "UNKNOWN",
);
const LOCATIONS = same("IN_PRISON", "OUTSIDE_PRISON", "BEING_TRANSFERRED");
const STATUSES = same("UNDER_PRISON_CARE", "NOT_UNDER_PRISON_CARE");
const PRISON_ID = /^[A-Z]{3}$/;
const SENTENCE_MONTHS = { min: 0, max: 1200 };

/** The prison service's event names (handbook 4.6) and what each is called here. */
export const PRISON_EVENTS: ReadonlyMap<string, EventKind> = new Map([
  [
    "prison-offender-events.prisoner.received",
    { type: "prison.custody.received", read: (cells) => readMovement(cells, RECEIVED_REASONS) },
  ],
  [
    "prison-offender-events.prisoner.released",
    { type: "prison.custody.released", read: (cells) => readMovement(cells, RELEASED_REASONS) },
  ],
  ["prison-offender-events.prisoner.merged", { type: "prison.identity.merged", read: readMerge }],
  ["prisoner.sentence-dates-changed", { type: "prison.sentence-dates.changed", read: readSentenceDates }],
  ["calculate-release-dates.prisoner.changed", { type: "prison.release-date.changed", read: readReleaseDate }],
  ["person.alert.created", { type: "prison.alert.created", read: readAlert }],
  ["person.alert.updated", { type: "prison.alert.updated", read: readAlert }],
  ["person.alert.inactive", { type: "prison.alert.ended", read: readAlert }],
  ["person.alert.deleted", { type: "prison.alert.ended", read: readAlert }],
  ["temporary-absence.started", { type: "prison.temporary-absence.started", read: readAbsence }],
  ["temporary-absence.ended", { type: "prison.temporary-absence.ended", read: readAbsence }],
] as const satisfies readonly (readonly [string, EventKind])[]);

function readMovement(cells: Cells, reasons: Readonly<Record<string, string>>): Payload {
  return {
    reason: cells.requiredCode(`${INFORMATION}.reason`, reasons),
    ...given({
      prisonId: readPrisonId(cells),
      currentLocation: cells.code(`${INFORMATION}.currentLocation`, LOCATIONS),
      currentPrisonStatus: cells.code(`${INFORMATION}.currentPrisonStatus`, STATUSES),
      nomisMovementReasonCode: cells.text(`${INFORMATION}.nomisMovementReasonCode`),
    }),
  };
}

function readMerge(cells: Cells): Payload {
  const name = `${INFORMATION}.removedNomsNumber`;
  const removed = readNoms(cells, name);
  if (cells.text(name) === null) {
    cells.report(missingField(name));
  }
  return { removedNomsNumber: removed?.value };
}

function readSentenceDates(cells: Cells): Payload {
  const conditionalReleaseDate = cells.date(`${INFORMATION}.conditionalReleaseDate`, ISO_DATE);
  const sentenceExpiryDate = cells.date(`${INFORMATION}.sentenceExpiryDate`, ISO_DATE);
  if (conditionalReleaseDate !== null && sentenceExpiryDate !== null && sentenceExpiryDate < conditionalReleaseDate) {
    cells.report(dateOrder("sentenceExpiryDate", "conditionalReleaseDate"));
  }
  return given({
    sentenceLengthMonths: cells.integer(`${INFORMATION}.sentenceLengthMonths`, SENTENCE_MONTHS),
    confirmedReleaseDate: cells.date(`${INFORMATION}.confirmedReleaseDate`, ISO_DATE),
    conditionalReleaseDate,
    automaticReleaseDate: cells.date(`${INFORMATION}.automaticReleaseDate`, ISO_DATE),
    sentenceExpiryDate,
  });
}

/** The event alone has no dates: whoever sends it puts in what the calculation gave. */
function readReleaseDate(cells: Cells): Payload {
  const dates = readSentenceDates(cells);
  if (!cells.failed && Object.keys(dates).length === 0) {
    cells.report(missingField(`${INFORMATION}.conditionalReleaseDate`));
  }
  return dates;
}

function readAlert(cells: Cells): Payload {
  const code = cells.requiredText(`${INFORMATION}.alertCode`);
  return {
    alertId: cells.requiredText(`${INFORMATION}.alertUuid`),
    code,
    // The first letter of an alert code is its type, e.g. X (security) of XA.
    type: cells.text(`${INFORMATION}.alertType`) ?? code.slice(0, 1),
    ...given({ since: cells.date(`${INFORMATION}.activeFrom`, ISO_DATE) }),
  };
}

function readAbsence(cells: Cells): Payload {
  return given({ prisonId: readPrisonId(cells) });
}

function readPrisonId(cells: Cells): string | null {
  const name = `${INFORMATION}.prisonId`;
  const sent = cells.text(name);
  if (sent === null || PRISON_ID.test(sent)) {
    return sent;
  }
  cells.report(invalidIdentifier(name, "three capital letters"));
  return null;
}

function same(...codes: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(codes.map((code) => [code, code]));
}
