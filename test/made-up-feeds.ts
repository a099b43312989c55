import type { AgencyEvent, Identifier, PersonReference } from "#schemas/agency-event.ts";
import { eventOf, NOW } from "./made-up-events.ts";

type Person = Omit<PersonReference, "identifiers">;

export const id = (type: Identifier["type"], value: string, valid = true): Identifier => ({ type, value, valid });

export function register(
  firstName: string,
  lastName: string,
  dateOfBirth: string,
  pnc: string,
  crn: string,
): AgencyEvent {
  return eventOf({
    type: "iom-team.registration.imported",
    agency: "iom-team",
    person: { identifiers: [id("PNC", pnc), id("CRN", crn)], firstName, lastName, dateOfBirth },
    payload: { cohort: "fixed", statutory: true, lifecycleState: "active", registeredOn: "2026-11-17" },
  });
}

export function probation(...identifiers: readonly Identifier[]): AgencyEvent {
  return eventOf({
    type: "probation.case.opened",
    agency: "solent-probation",
    person: { identifiers },
    payload: { crn: identifiers[0]?.value },
  });
}

export function released(nomsNumber: string, { time = NOW }: { time?: string } = {}): AgencyEvent {
  return eventOf({
    type: "prison.custody.released",
    agency: "winchester-prison",
    person: { identifiers: [id("NOMS", nomsNumber)] },
    time,
    id: `released-${nomsNumber}-${time}`.replaceAll(":", "-"),
    payload: { nomsNumber, reason: "RELEASED", currentPrisonStatus: "NOT_UNDER_PRISON_CARE" },
  });
}

export function received(nomsNumber: string, time: string): AgencyEvent {
  return eventOf({
    type: "prison.custody.received",
    agency: "winchester-prison",
    person: { identifiers: [id("NOMS", nomsNumber)] },
    time,
    payload: { nomsNumber, reason: "ADMISSION" },
  });
}

export function tenancy(localId: string, person: Person, change: object = {}): AgencyEvent {
  return eventOf({
    type: "housing.tenancy.started",
    agency: "solent-housing",
    person: { identifiers: [id("LOCAL", localId)], ...person },
    payload: { tenancyRef: localId, accommodationType: "social", start: "2026-09-07", ...change },
  });
}

export function client(
  localId: string,
  person: Person,
  event: string,
  payload: Readonly<Record<string, unknown>>,
  time = NOW,
): AgencyEvent {
  return eventOf({
    type: `drug-services.${event}`,
    agency: "solent-drug-services",
    person: { identifiers: [id("LOCAL", localId)], ...person },
    payload,
    time,
  });
}

export function consent(localId: string, consentId: string, capturedAt: string, withdrawnAt?: string): AgencyEvent {
  const said = {
    consentId,
    capturedAt,
    method: "signed",
    fields: ["treatment.engagement"],
    recipients: ["hampshire-police"],
    purposes: ["iom-case-management"],
    validFrom: capturedAt,
  };
  return withdrawnAt === undefined
    ? client(localId, {}, "consent.given", said, capturedAt)
    : client(localId, {}, "consent.withdrawn", { ...said, withdrawnAt }, withdrawnAt);
}
