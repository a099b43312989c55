import type { Scheme } from "#schemas/scheme.ts";
import type { PersonFact } from "#schemas/vocabulary.ts";
import type { RecordState } from "../record/record-state.ts";
import { addMonths, type LeapDayRule, londonMidnight } from "./calendar.ts";
import { HeldValues } from "./held-values.ts";
import { isAccepted, lifecycleFact } from "./lifecycle.ts";
import { memberFlag, memberText } from "./members.ts";
import { sentenceTreatmentSteps } from "./sentence-treatment.ts";
import { always, type StoredFact } from "./timeline.ts";
import { transitionSteps } from "./transition-stage.ts";

export type StoredFacts = Partial<Record<PersonFact, StoredFact>>;

const ADULT_MONTHS = 216;
const CALENDAR = "calendar";

/** What policies may ask about a person. A fact that cannot be told is left out, which counts as unknown. */
export function deriveFacts(state: RecordState, scheme: Scheme, leapDay: LeapDayRule = "28-february"): StoredFacts {
  const held = new HeldValues(
    state.cells.filter(({ kind }) => kind === "value"),
    scheme,
  );
  const facts: Record<PersonFact, StoredFact | null> = {
    "age-group": ageGroup(held, leapDay),
    "lifecycle-state": lifecycleState(held),
    cohort: cohort(held),
    "transition-stage": transitionStage(held, leapDay),
    mappa: mappa(held, state),
    "sentence-treatment": sentenceTreatment(held, state),
    // Opened for a person by a named human, which no feed does.
    "safeguarding-route": { steps: always("closed"), suppliedBy: CALENDAR },
    "duty-to-refer-consent": dutyToRefer(held),
  };
  return Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== null));
}

function ageGroup(held: HeldValues, leapDay: LeapDayRule): StoredFact | null {
  const born = held.birthDate();
  if (born === null) {
    return null;
  }
  const birthday = londonMidnight(addMonths(born, ADULT_MONTHS, leapDay));
  return {
    steps: [
      { from: null, value: "under-18" },
      { from: birthday, value: "adult" },
    ],
    suppliedBy: CALENDAR,
  };
}

function lifecycleState(held: HeldValues): StoredFact | null {
  const value = lifecycleFact(held.text("iom.lifecycleState") ?? "");
  return value === null ? null : { steps: always(value), suppliedBy: CALENDAR };
}

function cohort(held: HeldValues): StoredFact {
  return { steps: always(held.text("iom.cohort") ?? "none"), suppliedBy: CALENDAR };
}

function transitionStage(held: HeldValues, leapDay: LeapDayRule): StoredFact | null {
  const dateOfBirth = held.birthDate();
  if (dateOfBirth === null) {
    return null;
  }
  const orders = held.all("youth.youthOrders").flatMap(({ value }) => {
    const start = memberText(value, "start");
    return start === null ? [] : [{ type: memberText(value, "type") ?? "", start, end: memberText(value, "end") }];
  });
  const accepted = isAccepted(held.text("iom.lifecycleState") ?? "");
  const steps = transitionSteps({
    dateOfBirth,
    orders,
    retainedByYot: memberFlag(held.first("youth.panelDecision")?.value, "retainedByYot") === true,
    acceptedOn: accepted ? held.text("iom.registeredOn") : null,
    leapDay,
  });
  return { steps, suppliedBy: CALENDAR };
}

/** Probation says who is under MAPPA and never who is not: its silence about somebody it knows is a no. */
function mappa(held: HeldValues, state: RecordState): StoredFact | null {
  const cell = held.first("probation.mappa");
  const suppliedBy = cell?.originator ?? probationThatKnows(held, state);
  return suppliedBy === null ? null : { steps: always(cell === null ? "no" : "yes"), suppliedBy };
}

function sentenceTreatment(held: HeldValues, state: RecordState): StoredFact | null {
  const cells = held.all("probation.requirements");
  const suppliedBy = cells[0]?.originator ?? probationThatKnows(held, state);
  const requirements = cells.map(({ value }) => ({
    type: memberText(value, "type") ?? "",
    start: memberText(value, "start"),
    end: memberText(value, "end"),
  }));
  return suppliedBy === null ? null : { steps: sentenceTreatmentSteps(requirements), suppliedBy };
}

function dutyToRefer(held: HeldValues): StoredFact | null {
  const cell = held.first("housing.dutyToRefer");
  const suppliedBy = cell?.originator ?? held.agencyOf("housing");
  const given = memberFlag(cell?.value, "consentReferral") === true;
  return suppliedBy === null ? null : { steps: always(given ? "given" : "not-given"), suppliedBy };
}

function probationThatKnows(held: HeldValues, state: RecordState): string | null {
  const known = state.identifiers.some(({ type, valid, retired }) => type === "CRN" && valid && !retired);
  return known ? held.agencyOf("probation") : null;
}
