import type { PersonReference } from "#schemas/agency-event.ts";
import type { FeedContext, Translation } from "../connector.ts";
import { type Cells, csvCells } from "../rows/cells.ts";
import { UK_DATE, UK_DATE_TIME } from "../rows/dates.ts";
import { given } from "../rows/given.ts";
import { givenIdentifiers, readCro, readPnc } from "../rows/identifiers.ts";
import { rejected, unknownCode } from "../rows/row-problems.ts";
import { RMS_EVENTS } from "./rms-events.ts";

/** Concordat's own columns for a record management system's extract (handbook 4.1 b). */
export const RMS_HEADER = [
  "PERSON_REF",
  "PNCID",
  "CRO_NO",
  "SURNAME",
  "FORENAME_1",
  "DOB",
  "SEX",
  "EVENT_TYPE",
  "EVENT_DATETIME",
  "OCCURRENCE_NO",
  "HO_CODE",
  "CJS_CODE",
  "OFFENCE_TEXT",
  "CUSTODY_NO",
  "STATION",
  "OFFICER_COLLAR",
  "STATUS",
] as const;

const SEXES = { M: "M", F: "F" } as const;

/**
 * One line of the extract. The names are those used on the occasion: whether they are an alias is for the core to see,
 * which knows the person.
 */
export function translateRmsRow(row: Readonly<Record<string, string>>, context: FeedContext): Translation {
  const cells = csvCells(row);
  const personRef = cells.requiredText("PERSON_REF");
  const person = readPerson(cells, personRef, context.referenceYear);
  const time = cells.requiredDate("EVENT_DATETIME", UK_DATE_TIME);
  const eventType = cells.requiredText("EVENT_TYPE");
  const meaning = RMS_EVENTS.get(eventType)?.(cells, { time, personRef }) ?? null;
  if (eventType !== "" && !RMS_EVENTS.has(eventType)) {
    cells.report(unknownCode("EVENT_TYPE", eventType, [...RMS_EVENTS.keys()]));
  }
  if (cells.failed || meaning === null) {
    return rejected(cells.problems, personRef);
  }
  const category = meaning.suspect ? ("suspect" as const) : ("convicted" as const);
  const about = { time, sourceRecordRef: personRef, person, dataSubjectCategory: category };
  return {
    events: [context.event({ ...about, type: meaning.type, payload: meaning.payload })],
    problems: cells.problems,
    recordRef: personRef,
  };
}

function readPerson(cells: Cells, personRef: string, referenceYear: number): PersonReference {
  const local = { type: "LOCAL", value: personRef, valid: true } as const;
  return {
    identifiers: [...givenIdentifiers(readPnc(cells, "PNCID", referenceYear), readCro(cells, "CRO_NO")), local],
    ...given({
      firstName: cells.text("FORENAME_1"),
      lastName: cells.requiredText("SURNAME"),
      dateOfBirth: cells.date("DOB", UK_DATE),
      sex: cells.code("SEX", SEXES),
    }),
  };
}
