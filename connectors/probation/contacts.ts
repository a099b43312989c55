import type { AgencyEvent, PersonReference } from "#schemas/agency-event.ts";
import type { FeedContext, Translation } from "../connector.ts";
import { type Cells, csvCells } from "../rows/cells.ts";
import { ISO_DATE, startOfLondonDay } from "../rows/dates.ts";
import { given } from "../rows/given.ts";
import { givenIdentifiers, readCrn, readNoms, readPnc } from "../rows/identifiers.ts";
import { dateOrder, rejected } from "../rows/row-problems.ts";
import { CONTACT_OUTCOMES, SENTENCE_TYPES } from "./codes.ts";

/** Concordat's own columns, for a probation area that cannot send domain events (handbook 4.2). */
export const CONTACTS_HEADER = [
  "CRN",
  "PNC",
  "NOMS",
  "SURNAME",
  "FORENAME",
  "DOB",
  "EVENT_NO",
  "SENTENCE_TYPE",
  "SENTENCE_DATE",
  "LICENCE_EXPIRY",
  "CONTACT_DATE",
  "CONTACT_TYPE",
  "OUTCOME",
  "COM_NAME",
  "TEAM",
] as const;

type ContactRow = {
  readonly crn: string;
  readonly person: PersonReference;
  readonly contactDay: string;
  readonly contact: Readonly<Record<string, unknown>>;
  readonly sentenceDay: string | null;
  readonly sentence: Readonly<Record<string, unknown>> | null;
  readonly practitioner: Readonly<Record<string, unknown>> | null;
};

/**
 * One contact. The row repeats the sentence and the practitioner, which are events of their own: the same sentence in
 * several rows is one event, dated by the sentence and so older than any domain event about it.
 */
export function translateContact(row: Readonly<Record<string, string>>, context: FeedContext): Translation {
  const cells = csvCells(row);
  const read = readContact(cells, context.referenceYear);
  if (cells.failed) {
    return rejected(cells.problems, read.crn);
  }
  return { events: contactEvents(read, context), problems: cells.problems, recordRef: read.crn };
}

function contactEvents(row: ContactRow, context: FeedContext): readonly AgencyEvent[] {
  const about = { sourceRecordRef: row.crn, person: row.person };
  const contactTime = startOfLondonDay(row.contactDay);
  const event = (type: string, time: string, payload: Readonly<Record<string, unknown>> | null) =>
    payload === null ? [] : [context.event({ ...about, type, time, payload })];
  return [
    ...(row.sentenceDay === null
      ? []
      : event("probation.sentence.created", startOfLondonDay(row.sentenceDay), row.sentence)),
    ...event("probation.appointment.recorded", contactTime, { at: contactTime, ...row.contact }),
    ...event("probation.practitioner.changed", contactTime, row.practitioner),
  ];
}

function readContact(cells: Cells, referenceYear: number): ContactRow {
  const crn = cells.requiredText("CRN");
  const identifiers = givenIdentifiers(
    readCrn(cells, "CRN"),
    readPnc(cells, "PNC", referenceYear),
    readNoms(cells, "NOMS"),
  );
  const sentenceDay = cells.date("SENTENCE_DATE", ISO_DATE);
  const name = cells.text("COM_NAME");
  return {
    crn,
    person: {
      identifiers,
      firstName: cells.requiredText("FORENAME"),
      lastName: cells.requiredText("SURNAME"),
      ...given({ dateOfBirth: cells.date("DOB", ISO_DATE) }),
    },
    contactDay: cells.requiredDate("CONTACT_DATE", ISO_DATE),
    contact: {
      type: cells.requiredText("CONTACT_TYPE"),
      outcome: cells.requiredCode("OUTCOME", CONTACT_OUTCOMES),
    },
    sentenceDay,
    sentence: readSentence(cells, sentenceDay),
    practitioner: name === null ? null : { name, ...given({ team: cells.text("TEAM") }) },
  };
}

/** Null where the row names no sentence at all. */
function readSentence(cells: Cells, date: string | null): Readonly<Record<string, unknown>> | null {
  const eventNumber = cells.text("EVENT_NO");
  const type = cells.code("SENTENCE_TYPE", SENTENCE_TYPES);
  const licenceExpiry = cells.date("LICENCE_EXPIRY", ISO_DATE);
  if (date !== null && licenceExpiry !== null && licenceExpiry < date) {
    cells.report(dateOrder("LICENCE_EXPIRY", "SENTENCE_DATE"));
  }
  if (eventNumber === null || type === null || date === null) {
    return null;
  }
  return { eventNumber, type, date, isCustodial: type === "DETERMINATE_CUSTODY", ...given({ licenceExpiry }) };
}
