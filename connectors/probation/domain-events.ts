import type { Identifier, PersonReference } from "#schemas/agency-event.ts";
import type { FeedContext, RowProblem, Translation } from "../connector.ts";
import { type Cells, jsonCells, memberAt } from "../rows/cells.ts";
import { ISO_INSTANT } from "../rows/dates.ts";
import { type Detail, findDetail } from "../rows/detail-response.ts";
import { givenIdentifiers, readCrn, readNoms, readPnc } from "../rows/identifiers.ts";
import { malformedRecord, missingField, rejected, unknownCode } from "../rows/row-problems.ts";
import { type EventKind, neededDetailUrl, PROBATION_EVENTS } from "./event-kinds.ts";
import { casePerson } from "./people-details.ts";

/**
 * Dropped here and never put on the bus: that a recall is considered would be a warning to the person, and no agency
 * may have it, so the hub does not hold it either. Its `detailUrl` is not asked.
 */
const NEVER_TAKEN = /^prison-recall\./;

const VERSIONS = { "1": 1 };

/** One HMPPS domain event, with the answer of its `detailUrl` where it needs one. */
export function translateDomainEvent(record: unknown, context: FeedContext): Translation {
  return translate(record, findDetail(context, neededDetailUrl(record)), context);
}

/**
 * An event whose detail cannot be had is rejected, except a change of who may see the record: that acts at once, and
 * as nobody knows whom it names, nobody reads.
 */
export function translateWithoutDetail(record: unknown, problem: RowProblem, context: FeedContext): Translation {
  const translation = translate(record, { outcome: "withheld" }, context);
  const restricts = translation.events.some((event) => event.type === "probation.access-restriction.changed");
  return restricts
    ? { ...translation, problems: [...translation.problems, { ...problem, kind: "warning" }] }
    : rejected([problem], translation.recordRef);
}

/** The URL to have asked before an event is translated. */
export function detailUrlOf(record: unknown): string | null {
  return neededDetailUrl(record);
}

function translate(record: unknown, detail: Detail, context: FeedContext): Translation {
  const cells = eventCells(record);
  const eventType = cells.requiredText("eventType");
  if (NEVER_TAKEN.test(eventType)) {
    return { events: [], problems: [], recordRef: null };
  }
  const kind = PROBATION_EVENTS.get(eventType);
  if (eventType !== "" && kind === undefined) {
    cells.report(unknownCode("eventType", eventType, [...PROBATION_EVENTS.keys()]));
  }
  cells.requiredCode("version", VERSIONS);
  const occurredAt = cells.requiredDate("occurredAt", ISO_INSTANT);
  const crn = requiredCrn(cells);
  const noms = readNoms(cells, "NOMS");
  const said = kind === undefined ? {} : kind.read(cells, occurredAt);
  const added = kind === undefined ? NOTHING : readDetail(cells, kind, detail, crn, context);
  const recordRef = recordRefOf(cells);
  if (cells.failed || kind === undefined || crn === null) {
    return rejected(cells.problems, recordRef);
  }
  const person: PersonReference = {
    identifiers: givenIdentifiers(crn, noms, ...added.identifiers),
    ...added.person,
  };
  const payload = { ...said, ...added.payload };
  return {
    events: [
      context.event({ type: kind.type, time: occurredAt, sourceRecordRef: recordRef ?? crn.value, person, payload }),
    ],
    problems: cells.problems,
    recordRef,
  };
}

type Added = {
  readonly payload: Readonly<Record<string, unknown>>;
  readonly person: Omit<PersonReference, "identifiers">;
  readonly identifiers: readonly (Identifier | null)[];
};

const NOTHING: Added = { payload: {}, person: {}, identifiers: [] };

function readDetail(
  cells: Cells,
  kind: EventKind,
  detail: Detail,
  crn: Identifier | null,
  context: FeedContext,
): Added {
  if (detail.outcome === "given") {
    return readBody(cells, kind, detail.body, crn, context);
  }
  if (detail.outcome === "none" && kind.detail !== undefined && kind.detailOptional !== true) {
    cells.report(missingField("detailUrl"));
  }
  return detail.outcome === "withheld" ? { ...NOTHING, payload: kind.withheld ?? {} } : NOTHING;
}

function readBody(cells: Cells, kind: EventKind, body: unknown, crn: Identifier | null, context: FeedContext): Added {
  const bodyCells = jsonCells(body);
  const about = bodyCells.text("crn");
  if (about !== null && crn !== null && about !== crn.value) {
    cells.report(malformedRecord("detailUrl gave the detail of another record", "correct detailUrl"));
  }
  const payload = kind.detail?.(bodyCells, body) ?? {};
  const isCase = kind.type === "probation.case.opened";
  const person = isCase ? casePerson(bodyCells) : {};
  const identifiers = isCase ? [readPnc(bodyCells, "pncNumber", context.referenceYear)] : [];
  bodyCells.problems.forEach(cells.report);
  return { payload, person, identifiers };
}

/** Members of the event by path, and its identifiers by their type. */
function eventCells(record: unknown): Cells {
  const sent = memberAt(record, "personReference.identifiers");
  const identifiers: readonly unknown[] = Array.isArray(sent) ? sent : [];
  const identifierOf = (type: string) =>
    memberAt(
      identifiers.find((identifier) => memberAt(identifier, "type") === type),
      "value",
    );
  return jsonCells({ ...Object(record), CRN: identifierOf("CRN"), NOMS: identifierOf("NOMS") });
}

function requiredCrn(cells: Cells): Identifier | null {
  cells.requiredText("CRN");
  return readCrn(cells, "CRN");
}

const REF_PATHS = ["registrationId", "licenceId", "appointmentId", "calculationId", "addressId"];

function recordRefOf(cells: Cells): string | null {
  const refs = REF_PATHS.map((name) => cells.text(`additionalInformation.${name}`));
  return refs.find((ref) => ref !== null) ?? cells.text("CRN");
}
