import type { Identifier } from "#schemas/agency-event.ts";
import type { FeedContext, Translation } from "../connector.ts";
import { type Cells, jsonCells, memberAt } from "../rows/cells.ts";
import { ISO_INSTANT } from "../rows/dates.ts";
import { readNoms } from "../rows/identifiers.ts";
import { malformedRecord, missingField, rejected, unknownCode } from "../rows/row-problems.ts";
import { PRISON_EVENTS } from "./event-kinds.ts";

const VERSIONS = { "1": 1 };
const NOMS_PATH = "additionalInformation.nomsNumber";

/**
 * One domain event. The feed wanted is the delayed `prison-offender-events` one, which leaves out what is reversed
 * within 45 minutes; the immediate one of the prisoner search is an unknown event type here.
 */
export function translateDomainEvent(record: unknown, context: FeedContext): Translation {
  const cells = jsonCells(record);
  const kind = readKind(cells);
  cells.requiredCode("version", VERSIONS);
  const time = cells.requiredDate("occurredAt", ISO_INSTANT);
  const noms = readPrisonNumber(cells, record);
  const payload = kind?.read(cells) ?? {};
  if (cells.failed || kind === undefined || noms === null) {
    return rejected(cells.problems, shownNumber(cells));
  }
  return {
    events: [
      context.event({
        type: kind.type,
        time,
        sourceRecordRef: noms.value,
        person: { identifiers: [noms] },
        payload: { nomsNumber: noms.value, ...payload },
      }),
    ],
    problems: cells.problems,
    recordRef: noms.value,
  };
}

function readKind(cells: Cells) {
  const eventType = cells.requiredText("eventType");
  const kind = PRISON_EVENTS.get(eventType);
  if (eventType !== "" && kind === undefined) {
    cells.report(unknownCode("eventType", eventType, [...PRISON_EVENTS.keys()]));
  }
  return kind;
}

/** The number stands in `additionalInformation`, in `personReference`, or in both, and then it must be the same. */
function readPrisonNumber(cells: Cells, record: unknown): Identifier | null {
  const referred = referredPath(record);
  const paths = [NOMS_PATH, ...(referred === null ? [] : [referred])].filter((path) => cells.text(path) !== null);
  const [first, second] = paths;
  if (first === undefined) {
    cells.report(missingField(NOMS_PATH));
    return null;
  }
  if (second !== undefined && cells.text(first) !== cells.text(second)) {
    cells.report(malformedRecord("nomsNumber and personReference name different prison numbers"));
  }
  return readNoms(cells, first);
}

function referredPath(record: unknown): string | null {
  const identifiers = memberAt(record, "personReference.identifiers");
  const index = Array.isArray(identifiers)
    ? identifiers.findIndex((identifier) => memberAt(identifier, "type") === "NOMS")
    : -1;
  return index < 0 ? null : `personReference.identifiers.${index}.value`;
}

const SHOWN_MAX = 12;

/** What the sender calls the record, unless something longer than any prison number stands in its place. */
function shownNumber(cells: Cells): string | null {
  const sent = cells.text(NOMS_PATH);
  return sent !== null && sent.length <= SHOWN_MAX ? sent : null;
}
