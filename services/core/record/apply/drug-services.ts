import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { EventPayloads } from "#schemas/generated/types.ts";
import { NO_TERMS } from "../change-consent.ts";
import type { ApplyEvent, RecordChange } from "../record-change.ts";
import { noChange, onEvent } from "./on-event.ts";
import { setOrClear } from "./set-or-clear.ts";

/** What the events of drug and alcohol services say of a person. */
export const drugServicesEvents: Readonly<Record<string, ApplyEvent>> = {
  ...onEvent("drug-services.consent.given", noteConsent),
  ...onEvent("drug-services.consent.withdrawn", noteConsent),
  ...onEvent("drug-services.consent.expired", noteConsent),
  ...onEvent("drug-services.treatment.started", startTreatment),
  ...onEvent("drug-services.treatment.ended", ({ dischargeDate, dischargeReason }, { time: asOf }) => [
    { kind: "set", field: "treatment.inTreatment", value: false, asOf },
    { kind: "set", field: "treatment.dischargeDate", value: dischargeDate, asOf },
    setOrClear("treatment.dischargeReason", dischargeReason, asOf),
  ]),
  ...onEvent("drug-services.engagement.changed", ({ engagement }, { time: asOf }) => [
    setOrClear("treatment.engagement", engagement, asOf),
  ]),
  ...onEvent("drug-services.appointment.recorded", ({ at, attended }, { time: asOf }) => [
    { kind: "put-item", field: "treatment.drugServiceAttendance", itemKey: at, value: { at, attended }, asOf },
  ]),
  ...onEvent("drug-services.keyworker.assigned", (keyworker, { time: asOf }) => [
    { kind: "set", field: "treatment.keyworker", value: keyworker, asOf },
  ]),
  ...onEvent("drug-services.requirement-breach.reported", noChange),
  ...onEvent("drug-services.drug-test.recorded", (test, { time: asOf }) => [
    { kind: "set", field: "treatment.drugTest", value: test, asOf },
  ]),
  ...onEvent("drug-services.risk-disclosure.made", noChange),
};

/**
 * What a consent allows at a given moment is worked out when somebody asks. A withdrawal may leave terms out that could
 * not be read: unless all are there it has none of its own, and those told at another time stand.
 */
function noteConsent(
  said: EventPayloads[
    | "drug-services.consent.given"
    | "drug-services.consent.withdrawn"
    | "drug-services.consent.expired"],
  { time }: AgencyEvent,
): readonly RecordChange[] {
  const { consentId, expiresAt } = said;
  const withdrawnAt = ("withdrawnAt" in said ? said.withdrawnAt : undefined) ?? null;
  const terms = termsOf(said) ?? { ...NO_TERMS, validFrom: time };
  const consent = { consentId, state: "given", ...terms, expiresAt: expiresAt ?? null, withdrawnAt } as const;
  return [{ kind: "consent", consent, told: said }];
}

function termsOf({ fields, recipients, purposes, validFrom }: Partial<EventPayloads["drug-services.consent.given"]>) {
  return fields === undefined || recipients === undefined || purposes === undefined || validFrom === undefined
    ? null
    : { fields, recipients, purposes, validFrom };
}

/** A new episode takes the place of the last one, its discharge too. */
function startTreatment(
  said: EventPayloads["drug-services.treatment.started"],
  { time: asOf }: AgencyEvent,
): readonly RecordChange[] {
  return [
    { kind: "set", field: "treatment.inTreatment", value: true, asOf },
    setOrClear("treatment.triageDate", said.triageDate, asOf),
    setOrClear("treatment.treatmentStart", said.treatmentStart, asOf),
    { kind: "set", field: "treatment.mainSubstance", value: said.mainSubstance, asOf },
    { kind: "clear", field: "treatment.secondarySubstances", asOf },
    ...said.secondarySubstances.map(
      (substance) =>
        ({
          kind: "put-item",
          field: "treatment.secondarySubstances",
          itemKey: substance.code,
          value: substance,
          asOf,
        }) as const,
    ),
    { kind: "clear", field: "treatment.dischargeDate", asOf },
    { kind: "clear", field: "treatment.dischargeReason", asOf },
  ];
}
