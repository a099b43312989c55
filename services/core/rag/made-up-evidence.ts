import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { EventPayloads } from "#schemas/generated/types.ts";
import { eventSaying } from "../record/apply/record-after.ts";
import { evidenceFrom } from "./evidence-from.ts";
import { defaultRagSettings, type RagSettings } from "./rag-settings.ts";
import { suggestRag } from "./suggest-rag.ts";

/** For tests: a scheme of one agency of each type. */
export const SETTINGS: RagSettings = defaultRagSettings([
  { agencyId: "solent-police", agencyType: "police" },
  { agencyId: "solent-probation", agencyType: "probation" },
  { agencyId: "solent-yot", agencyType: "yot" },
  { agencyId: "solent-housing", agencyType: "housing" },
  { agencyId: "solent-drug-services", agencyType: "drug-services" },
  { agencyId: "solent-prison", agencyType: "prison" },
  { agencyId: "solent-electronic-monitoring", agencyType: "electronic-monitoring" },
  { agencyId: "iom-team", agencyType: "iom-team" },
]);

/** For tests: an event as `says` words it, about a matter of `time`. */
export function said<Type extends keyof EventPayloads>(
  type: Type,
  time: string,
  says: EventPayloads[Type],
): AgencyEvent {
  const event = eventSaying({ type, time, says });
  return type.startsWith("iom-team.") ? { ...event, agencyid: "iom-team" } : event;
}

/** For tests: on the scheme since the summer, assessed, led by nobody who is expected to send. */
export function registered(more: Partial<EventPayloads["iom-team.registration.imported"]> = {}): AgencyEvent {
  return said("iom-team.registration.imported", "2026-06-01T00:00:00Z", {
    cohort: "fixed",
    statutory: true,
    lifecycleState: "active",
    registeredOn: "2026-06-01",
    ragStatus: "amber",
    ragSetAt: "2026-06-01T09:00:00Z",
    ...more,
  });
}

export function consentTo(fields: readonly string[], more: object = {}): AgencyEvent {
  return said("drug-services.consent.given", "2026-06-01T00:00:00Z", {
    consentId: "CN-1",
    capturedAt: "2026-06-01T00:00:00Z",
    capturedBy: "Mel Hargreaves",
    method: "signed",
    fields: [...fields],
    recipients: ["iom-team"],
    purposes: ["iom-case-management"],
    validFrom: "2026-06-01T00:00:00Z",
    expiresAt: "2027-06-01T00:00:00Z",
    ...more,
  } as EventPayloads["drug-services.consent.given"]);
}

export const NOW = "2026-11-21T12:00:00Z";

/** For tests: the colour and the rules that gave it, as `R1:red`. */
export function rated(now: string, events: readonly AgencyEvent[], settings: RagSettings = SETTINGS) {
  const evidence = evidenceFrom(
    events.some(({ type }) => type.startsWith("iom-team.")) ? events : [registered(), ...events],
  );
  const { colour, ruleHits } = suggestRag(evidence, settings, new Date(now));
  return [colour, ...ruleHits.map(({ ruleId, suggests }) => `${ruleId}:${suggests}`)];
}

export const arrest = (arrestedAt: string, more: object = {}) =>
  said("police.arrest.recorded", arrestedAt, {
    arrestedAt,
    status: "inCustody",
    hoCode: "028/01",
    occurrenceRef: "44260500001",
    ...more,
  });
export const missed = (at: string) =>
  said("probation.appointment.recorded", at, { at, type: "Office visit", outcome: "failedToAttend" });
export const kept = (at: string) =>
  said("probation.appointment.recorded", at, { at, type: "Telephone", outcome: "attended" });
export const missedAtService = (at: string) => said("drug-services.appointment.recorded", at, { at, attended: false });
export const graded = (gradedAt: string, grade: string, more: object = {}) =>
  said("police.intelligence.graded", gradedAt, { irRef: "IR-1", grade, handling: "P", gradedAt, ...more } as never);
/** A tag under an order from 2 June. */
export const fitted = (orderEnd = "2026-11-30") =>
  said("electronic-monitoring.tag.fitted", "2026-06-02T12:00:00Z", {
    emsId: "EMS-1",
    deviceId: 3400999,
    type: "gpsTrail",
    eligibleOffence: "RB",
    orderStart: "2026-06-02",
    orderEnd,
    releaseDate: "2026-06-02",
    licenceExpiry: "2027-06-01",
    ppo: false,
    mappa: false,
    activatedFrom: "2026-06-02T12:00:00Z",
  });
export const removed = (at: string) =>
  said("electronic-monitoring.tag.removed", at, {
    emsId: "EMS-1",
    deviceId: 3400999,
    activatedFrom: "2026-06-02T12:00:00Z",
    activatedTo: at,
  });
export const qualified = (at: string) =>
  said("electronic-monitoring.match.qualified", at, {
    matchId: "M-1",
    crimeReference: "44260500001",
    crimeVersion: 1,
    qualifiedAt: at,
  });
