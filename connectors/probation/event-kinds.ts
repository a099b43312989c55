import type { Cells } from "../rows/cells.ts";
import { memberAt } from "../rows/cells.ts";
import { type DateFormat, ISO_DATE, JAVA_DATE } from "../rows/dates.ts";
import { given } from "../rows/given.ts";
import { readCrn } from "../rows/identifiers.ts";
import { missingField, rowError } from "../rows/row-problems.ts";
import {
  type ReadDetail,
  readAccessLimitations,
  readAppointment,
  readLicence,
  readMappa,
  readSentence,
  readTier,
} from "./details.ts";
import { readNeeds, readPractitioner } from "./people-details.ts";

type Payload = Readonly<Record<string, unknown>>;

/** How one of probation's event names is read. */
export type EventKind = {
  readonly type: `probation.${string}`;
  /** What the event itself says; `occurredAt` is the instant it happened. */
  readonly read: (cells: Cells, occurredAt: string) => Payload;
  /** What the answer of its `detailUrl` adds; required unless said otherwise. */
  readonly detail?: ReadDetail;
  readonly detailOptional?: boolean;
  /** What the event says when probation keeps the detail to itself. */
  readonly withheld?: Payload;
};

const INFO = "additionalInformation";
const WITHHELD = { detailWithheld: true };

/** The registration dates of the real feed are what Java prints; ISO dates are read as well. */
const REGISTER_DATE: DateFormat = {
  words: `yyyy-mm-dd, or ${JAVA_DATE.words}`,
  read: (text) => JAVA_DATE.read(text) ?? ISO_DATE.read(text),
};

const SENTENCE = { read: readEventNumber, detail: readSentence, withheld: WITHHELD };
const MAPPA = {
  type: "probation.mappa.changed",
  read: () => ({ state: "set" }),
  detail: readMappa,
  withheld: { state: "withheld" },
} as const;
const RESTRICTION = {
  type: "probation.access-restriction.changed",
  read: () => ({ readable: true }),
  detail: readAccessLimitations,
  // Who is meant is not known, so nobody reads until it is.
  withheld: { readable: false, excluded: [], restricted: [] },
} as const;

/** Names of the real feed (handbook 4.2) and what each is called here. */
export const PROBATION_EVENTS: ReadonlyMap<string, EventKind> = new Map<string, EventKind>([
  ["probation-case.registration.added", { type: "probation.register.added", read: readRegistration }],
  ["probation-case.registration.updated", { type: "probation.register.updated", read: readUpdatedRegistration }],
  ["probation-case.registration.deleted", { type: "probation.register.deleted", read: readRegister }],
  ["probation-case.registration.deregistered", { type: "probation.register.deregistered", read: readDeregistration }],
  ["probation-case.engagement.created", { type: "probation.case.opened", read: readCase, detailOptional: true }],
  ["probation-case.merge.completed", { type: "probation.case.merged", read: readMerge }],
  ["probation-case.unmerge.completed", { type: "probation.case.unmerged", read: readUnmerge }],
  ["probation-case.prison-identifier.added", { type: "probation.identifier.linked", read: readPrisonIdentifier }],
  ["probation-case.sentence.created", { type: "probation.sentence.created", ...SENTENCE }],
  ["probation-case.sentence.amended", { type: "probation.sentence.amended", ...SENTENCE }],
  [
    "probation-case.sentence.terminated",
    {
      ...SENTENCE,
      type: "probation.sentence.terminated",
      read: (cells, occurredAt) => ({ ...readEventNumber(cells), terminatedAt: occurredAt }),
      detailOptional: true,
    },
  ],
  ["probation-case.address.created", { type: "probation.address.created", read: readAddress }],
  ["probation-case.address.updated", { type: "probation.address.updated", read: readAddress }],
  ["probation-case.address.deleted", { type: "probation.address.deleted", read: readAddress }],
  [
    "probation-case.supervision-appointment.created",
    {
      type: "probation.appointment.created",
      read: (cells) => ({ appointmentId: cells.requiredText(`${INFO}.appointmentId`) }),
      detail: readAppointment,
      withheld: WITHHELD,
    },
  ],
  ["probation-case.exclusion.updated", RESTRICTION],
  ["probation-case.restriction.updated", RESTRICTION],
  ["probation-case.mappa-information.created", MAPPA],
  ["probation-case.mappa-information.updated", MAPPA],
  ["probation-case.mappa-information.deleted", { type: MAPPA.type, read: () => ({ state: "removed" }) }],
  ["risk-assessment.scores.rsr.determined", { type: "probation.risk-score.changed", read: readRsr }],
  ["risk-assessment.scores.ogrs.determined", { type: "probation.risk-score.changed", read: readOgrs }],
  [
    "assessment.summary.produced",
    { type: "probation.needs.changed", read: () => ({}), detail: readNeeds, withheld: WITHHELD },
  ],
  [
    "tier.calculation.complete",
    {
      type: "probation.tier.changed",
      read: (cells) => given({ calculationId: cells.text(`${INFO}.calculationId`) }),
      detail: readTier,
      withheld: WITHHELD,
    },
  ],
  [
    "create-and-vary-a-licence.licence.activated",
    { type: "probation.licence.activated", read: readLicenceId, detail: readLicence, withheld: WITHHELD },
  ],
  ["create-and-vary-a-licence.licence.inactivated", { type: "probation.licence.inactivated", read: readLicenceId }],
  [
    "person.community.manager.allocated",
    { type: "probation.practitioner.changed", read: () => ({}), detail: readPractitioner, withheld: WITHHELD },
  ],
  ["accommodation.cas3.person.arrived", { type: "probation.placement.arrived", read: readPlacement }],
  ["accommodation.cas3.person.departed", { type: "probation.placement.departed", read: readPlacement }],
]);

function readRegister(cells: Cells): Payload {
  return {
    registerTypeCode: cells.requiredText(`${INFO}.registerTypeCode`),
    registrationId: cells.requiredText(`${INFO}.registrationId`),
    ...given({ registerTypeDescription: cells.text(`${INFO}.registerTypeDescription`) }),
  };
}

function readRegistration(cells: Cells): Payload {
  if (cells.text(`${INFO}.registrationDate`) === null) {
    cells.report(missingField(`${INFO}.registrationDate`));
  }
  return readUpdatedRegistration(cells);
}

function readUpdatedRegistration(cells: Cells): Payload {
  return {
    ...readRegister(cells),
    ...given({
      registrationDate: cells.date(`${INFO}.registrationDate`, REGISTER_DATE),
      registrationCategoryCode: cells.text(`${INFO}.registrationCategoryCode`),
      registrationLevelCode: cells.text(`${INFO}.registrationLevelCode`),
    }),
  };
}

function readDeregistration(cells: Cells): Payload {
  const ended = cells.date(`${INFO}.deregistrationDate`, REGISTER_DATE);
  return { ...readRegister(cells), ...given({ deregistrationDate: ended }) };
}

function readCase(cells: Cells): Payload {
  return { crn: cells.text("CRN") ?? "" };
}

function readMerge(cells: Cells): Payload {
  return crnPair(cells, `${INFO}.sourceCRN`, `${INFO}.targetCRN`);
}

/** The feed's own names for the two records differ from a merge's; either pair is read. */
function readUnmerge(cells: Cells): Payload {
  return cells.text(`${INFO}.sourceCRN`) === null
    ? crnPair(cells, `${INFO}.reactivatedCRN`, `${INFO}.unmergedCRN`)
    : readMerge(cells);
}

function crnPair(cells: Cells, source: string, target: string): Payload {
  cells.requiredText(source);
  cells.requiredText(target);
  const sourceCrn = readCrn(cells, source)?.value;
  const targetCrn = readCrn(cells, target)?.value;
  if (sourceCrn !== undefined && sourceCrn === targetCrn) {
    const why = `${source} and ${target} are the same record`;
    cells.report(rowError("MALFORMED_RECORD", why, "send the event again with both records"));
  }
  return { sourceCrn, targetCrn };
}

function readPrisonIdentifier(cells: Cells): Payload {
  if (cells.text("NOMS") === null) {
    cells.report(missingField("personReference NOMS"));
  }
  return { crn: cells.text("CRN") ?? "", nomsNumber: cells.text("NOMS") ?? "" };
}

function readEventNumber(cells: Cells): Payload {
  return { eventNumber: cells.requiredText(`${INFO}.eventNumber`) };
}

/** Where a person lives is taken from housing: of probation's address only that it changed is passed on. */
function readAddress(cells: Cells): Payload {
  return given({ addressId: cells.text(`${INFO}.addressId`) });
}

function readLicenceId(cells: Cells): Payload {
  return { licenceId: cells.requiredText(`${INFO}.licenceId`) };
}

const BANDS = { L: "L", M: "M", H: "H", VH: "VH", V: "VH" } as const;
const PERCENT = { min: 0, max: 100 };

function readRsr(cells: Cells): Payload {
  return {
    predictor: "rsr",
    rsrBand: cells.requiredCode(`${INFO}.RSRBand`, BANDS),
    ...given({
      rsrScore: cells.number(`${INFO}.RSRScore`, PERCENT),
      rsrKind: cells.code(`${INFO}.RSRStaticOrDynamic`, { STATIC: "STATIC", DYNAMIC: "DYNAMIC" }),
      eventNumber: cells.text(`${INFO}.EventNumber`),
    }),
  };
}

function readOgrs(cells: Cells): Payload {
  const score = cells.integer(`${INFO}.OGRS3Yr2`, PERCENT);
  if (cells.text(`${INFO}.OGRS3Yr2`) === null) {
    cells.report(missingField(`${INFO}.OGRS3Yr2`));
  }
  return { predictor: "ogrs", ...given({ ogrs3TwoYear: score, eventNumber: cells.text(`${INFO}.EventNumber`) }) };
}

function readPlacement(cells: Cells, occurredAt: string): Payload {
  return { at: occurredAt, ...given({ placementRef: cells.text(`${INFO}.bookingId`) }) };
}

/** The URL of the detail an event of this kind needs; null for one that needs none. */
export function neededDetailUrl(record: unknown): string | null {
  const eventType = memberAt(record, "eventType");
  const kind = typeof eventType === "string" ? PROBATION_EVENTS.get(eventType) : undefined;
  const url = memberAt(record, "detailUrl");
  const needs = kind?.detail !== undefined || kind?.detailOptional === true;
  return needs && typeof url === "string" && url !== "" ? url : null;
}
