import type { FeedContext, Translation } from "../connector.ts";
import { type Cells, csvCells } from "../rows/cells.ts";
import { startOfLondonDay, UK_DATE } from "../rows/dates.ts";
import { given } from "../rows/given.ts";
import { givenIdentifiers, readCrn, readPnc } from "../rows/identifiers.ts";
import { reportRepeated } from "../rows/repeated-records.ts";
import { rejected, unknownCode } from "../rows/row-problems.ts";

/** The columns of a scheme's register as it lives in a spreadsheet today. */
export const REGISTER_HEADER = [
  "PNC",
  "CRN",
  "SURNAME",
  "FORENAME",
  "DOB",
  "COHORT",
  "STATUTORY",
  "STATE",
  "REGISTERED_ON",
  "RAG",
  "RAG_SET_ON",
  "GREEN_SINCE",
  "EXIT_PLAN",
  "LEAD_AGENCY",
  "LEAD_OFFICER_REF",
] as const;

const COHORTS = { fixed: "fixed", flex: "flex", free: "free" };
const YES_NO = { Y: true, N: false };
const RAG = { red: "red", amber: "amber", green: "green" };
const EXIT_PLANS = { drafted: "drafted", agreed: "agreed", implemented: "implemented" };
const AGENCY_ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Lifecycle states a line of a register may be in (handbook 6.2). */
const STATES = Object.fromEntries(
  [
    "referred",
    "screening",
    "pendingPanel",
    "rejected",
    "deferred",
    "registered",
    "active",
    "custody",
    "longCustody",
    "transition",
    "reRegistrationReview",
    "deregistered",
    "transferred",
  ].map((state) => [state, state]),
);

/** One person of the register. People come onto the scheme by this alone, so the line must say who they are. */
export function translateRegisterRow(row: Readonly<Record<string, string>>, context: FeedContext): Translation {
  const cells = csvCells(row);
  const crn = readCrn(cells, "CRN");
  const pnc = readPnc(cells, "PNC", context.referenceYear);
  if (cells.text("PNC") === null) {
    cells.requiredText("CRN");
  }
  const recordRef = crn?.value ?? pnc?.value ?? null;
  const person = {
    identifiers: givenIdentifiers(pnc, crn),
    firstName: cells.requiredText("FORENAME"),
    lastName: cells.requiredText("SURNAME"),
    dateOfBirth: cells.requiredDate("DOB", UK_DATE),
  };
  const payload = readRegistration(cells);
  // A line that is wrong in itself is told only that.
  if (!cells.failed && recordRef !== null) {
    reportRepeated(cells, context, {
      field: crn === null ? "PNC" : "CRN",
      key: recordRef,
      content: { person, payload },
    });
  }
  if (cells.failed || recordRef === null) {
    return rejected(cells.problems, recordRef);
  }
  const time = lastDecision(payload);
  return {
    events: [
      context.event({ type: "iom-team.registration.imported", time, sourceRecordRef: recordRef, person, payload }),
    ],
    problems: cells.problems,
    recordRef,
  };
}

type Registration = Readonly<Record<string, unknown>> & {
  readonly registeredOn: string;
  readonly ragSetAt?: string;
};

function readRegistration(cells: Cells): Registration {
  const ragStatus = cells.code("RAG", RAG);
  const ragSetOn = ragStatus === null ? null : cells.requiredDate("RAG_SET_ON", UK_DATE);
  return {
    cohort: cells.requiredCode("COHORT", COHORTS),
    statutory: cells.requiredCode("STATUTORY", YES_NO),
    lifecycleState: cells.requiredCode("STATE", STATES),
    registeredOn: cells.requiredDate("REGISTERED_ON", UK_DATE),
    ...given({
      ragStatus,
      ragSetAt: ragSetOn === null || ragSetOn === "" ? null : startOfLondonDay(ragSetOn),
      greenSince: cells.date("GREEN_SINCE", UK_DATE),
      exitPlan: cells.code("EXIT_PLAN", EXIT_PLANS),
      leadAgencyId: readLeadAgency(cells),
      leadOfficerRef: cells.text("LEAD_OFFICER_REF"),
    }),
  };
}

function readLeadAgency(cells: Cells): string | null {
  const sent = cells.text("LEAD_AGENCY");
  if (sent !== null && !AGENCY_ID.test(sent)) {
    cells.report(unknownCode("LEAD_AGENCY", sent, ["an agency of the scheme, e.g. hampshire-police"]));
  }
  return sent;
}

/** When the line as it stands came about: its latest decision, so that a later casework decision is newer. */
function lastDecision({ registeredOn, ragSetAt }: Registration): string {
  const registered = startOfLondonDay(registeredOn);
  return ragSetAt !== undefined && ragSetAt > registered ? ragSetAt : registered;
}
