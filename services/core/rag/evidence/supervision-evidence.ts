import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { EventPayloads } from "#schemas/generated/types.ts";
import { drugServicesEvents } from "../../record/apply/drug-services.ts";
import { londonDay } from "../../record/apply/london-day.ts";
import { changeConsent, consentKey } from "../../record/change-consent.ts";
import { type ReadEvent, readOf, sourceOf, type Workings } from "./workings.ts";

/** Requirements of a sentence under which drug tests are taken. */
const TESTED: ReadonlySet<string> = new Set(["DRR"]);

/** What probation and drug services say. `probation.recall.considered` is not here and never may be: it would be a warning. */
export const supervisionEvidence: Readonly<Record<string, ReadEvent>> = {
  ...readOf("probation.appointment.created", appointment),
  ...readOf("probation.appointment.recorded", appointment),
  ...readOf("probation.enforcement.recorded", ({ enforcement }, { kind, at }, event) => {
    if (kind !== "warning") {
      enforcement.push({ kind, at, from: sourceOf(event) });
    }
  }),
  ...readOf("probation.sentence.created", sentenced),
  ...readOf("probation.sentence.amended", sentenced),
  ...readOf("probation.sentence.terminated", (workings, said, event) => {
    workings.sentence = { until: londonDay(said.terminatedAt), from: sourceOf(event) };
    clearTests(workings, `sentence:${said.eventNumber}:`);
  }),
  ...readOf("probation.licence.activated", licensed),
  ...readOf("probation.licence.inactivated", (workings, { licenceId }) => {
    clearTests(workings, `licence:${licenceId}:`);
  }),
  ...readOf("drug-services.appointment.recorded", ({ appointments }, { at, attended }, event) => {
    const outcome = attended ? "attended" : "failedToAttend";
    appointments.set(`drug-services:${at}`, { at, by: "drug-services", outcome, from: sourceOf(event) });
  }),
  ...readOf("drug-services.drug-test.recorded", ({ tests }, { at, substances }, event) => {
    const results = ["opiates", "cocaine"].flatMap(
      (name) => Object.getOwnPropertyDescriptor(substances, name)?.value ?? [],
    );
    if (results.length > 0) {
      tests.push({ at, by: "sentence", positive: results.includes("positive"), from: sourceOf(event) });
    }
  }),
  ...readOf("drug-services.engagement.changed", (workings, { engagement }, event) => {
    workings.engagement = engagement === undefined ? null : { engagement, from: sourceOf(event) };
  }),
  ...readOf("drug-services.consent.given", (workings, _, event) => noteConsent(workings, event)),
  ...readOf("drug-services.consent.withdrawn", (workings, _, event) => noteConsent(workings, event)),
  ...readOf("drug-services.consent.expired", (workings, _, event) => noteConsent(workings, event)),
};

/** One appointment a day of a type, whichever feed tells of it, as in the record. */
function appointment(
  { appointments }: Workings,
  { at, type, outcome }: Partial<EventPayloads["probation.appointment.recorded"]>,
  event: AgencyEvent,
): void {
  if (at !== undefined && type !== undefined) {
    const key = `probation:${londonDay(at)}:${type.toLowerCase()}`;
    appointments.set(key, { at, by: "probation", outcome: outcome ?? null, from: sourceOf(event) });
  }
}

function sentenced(workings: Workings, said: EventPayloads["probation.sentence.created"], event: AgencyEvent): void {
  if (said.detailWithheld === true) {
    workings.sentenceWithheld = true;
  }
  const from = sourceOf(event);
  if (said.type !== undefined && said.date !== undefined) {
    const ends = [said.orderEnd, said.licenceExpiry, said.pssEnd].filter((end) => end !== undefined);
    workings.sentence = { until: ends.sort().at(-1) ?? null, from };
  }
  if (said.requirements !== undefined) {
    workings.sentenceWithheld = false;
    clearTests(workings, `sentence:${said.eventNumber}:`);
    for (const type of said.requirements.filter((requirement) => TESTED.has(requirement))) {
      workings.testsRequired.set(`sentence:${said.eventNumber}:${type}`, { until: said.orderEnd ?? null, from });
    }
  }
}

function licensed(workings: Workings, said: EventPayloads["probation.licence.activated"], event: AgencyEvent): void {
  if (said.conditions === undefined) {
    return;
  }
  clearTests(workings, `licence:${said.licenceId}:`);
  if (said.conditions.some(({ category }) => category === "testing")) {
    const until = said.licenceExpiry ?? null;
    workings.testsRequired.set(`licence:${said.licenceId}:testing`, { until, from: sourceOf(event) });
  }
}

function clearTests({ testsRequired }: Workings, prefix: string): void {
  for (const key of testsRequired.keys()) {
    if (key.startsWith(prefix)) {
      testsRequired.delete(key);
    }
  }
}

/** As the record keeps it: a withdrawal without terms leaves those that are known. */
function noteConsent({ consents }: Workings, event: AgencyEvent): void {
  for (const change of drugServicesEvents[event.type]?.(event) ?? []) {
    if (change.kind === "consent") {
      const consent = { ...change.consent, takenBy: event.agencyid };
      const given = { consent, eventTime: event.time, recordedTime: event.recordedtime };
      const key = consentKey(consent);
      consents.set(key, changeConsent(consents.get(key), given));
    }
  }
}
