import { band } from "#policies/transforms/band.ts";
import type { Generaliser } from "#policies/transforms/generaliser.ts";
import { withoutEligibilityDates } from "#policies/transforms/probation-forms.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { HeldValue, PublishedRecord } from "#schemas/published-record.ts";
import { NOW } from "./scenario.ts";

type Held = readonly HeldValue[] | undefined;

/**
 * What a programmer would write who knew the agreement by heart: the forms of this one recipient for people of these facts,
 * field by field, with nothing looked up. It is the limit that an engine is measured against; it decides nothing.
 */
export function projectByHand({ values: v }: PublishedRecord) {
  return {
    "identity.firstName": one(v["identity.firstName"]),
    "identity.middleNames": one(v["identity.middleNames"]),
    "identity.lastName": one(v["identity.lastName"]),
    "identity.aliases": list(v["identity.aliases"]),
    "identity.dateOfBirth": one(v["identity.dateOfBirth"]),
    "identity.gender": one(v["identity.gender"]),
    "identity.nationality": one(v["identity.nationality"]),
    "identity.preferredLanguage": one(v["identity.preferredLanguage"]),
    "identity.interpreterNeeded": one(v["identity.interpreterNeeded"]),
    "identity.photoRef": one(v["identity.photoRef"]),
    "identity.warningMarkers": list(v["identity.warningMarkers"]),
    "identity.croNumber": one(v["identity.croNumber"]),
    "police.pncId": one(v["police.pncId"]),
    "police.offendingHistory": list(v["police.offendingHistory"]),
    "police.currentArrest": one(v["police.currentArrest"]),
    "police.bailConditions": list(v["police.bailConditions"]),
    "police.warrants": list(v["police.warrants"]),
    "police.wantedStatus": one(v["police.wantedStatus"]),
    "police.intelligenceCurrent": one(v["police.intelligenceCurrent"]),
    "police.stopSearchCount90d": one(v["police.stopSearchCount90d"]),
    "police.crimeCostEstimate": one(v["police.crimeCostEstimate"]),
    "police.vehicleRegs": list(v["police.vehicleRegs"]),
    "police.domesticAbuseFlag": one(v["police.domesticAbuseFlag"]),
    "police.leadOfficer": one(v["police.leadOfficer"]),
    "probation.crn": one(v["probation.crn"]),
    "probation.sentence": one(v["probation.sentence"]),
    "probation.keyDates": coarse(
      v["probation.keyDates"],
      "generalise:without-eligibility-dates",
      withoutEligibilityDates,
      "probation.keyDates",
    ),
    "probation.licenceConditions": list(v["probation.licenceConditions"]),
    "probation.requirements": list(v["probation.requirements"]),
    "probation.probationPractitioner": masked(),
    "probation.appointments": list(v["probation.appointments"]),
    "probation.attendanceRate90d": one(v["probation.attendanceRate90d"]),
    "probation.enforcement": list(v["probation.enforcement"]),
    "probation.ogrs3TwoYear": coarse(v["probation.ogrs3TwoYear"], "generalise:band", band, "probation.ogrs3TwoYear"),
    "probation.rsr": coarse(v["probation.rsr"], "generalise:band", band, "probation.rsr"),
    "probation.roshLevel": one(v["probation.roshLevel"]),
    "probation.dynamicRisks": list(v["probation.dynamicRisks"]),
    "probation.mappa": one(v["probation.mappa"]),
    "probation.tier": one(v["probation.tier"]),
    "probation.criminogenicNeeds": list(v["probation.criminogenicNeeds"]),
    "probation.iomRegistration": one(v["probation.iomRegistration"]),
    "probation.supervisionPhase": one(v["probation.supervisionPhase"]),
    "housing.currentAddress": one(v["housing.currentAddress"]),
    "housing.accommodationType": one(v["housing.accommodationType"]),
    "housing.accommodationStable": one(v["housing.accommodationStable"]),
    "housing.tenancyStart": one(v["housing.tenancyStart"]),
    "housing.tenancyEnd": one(v["housing.tenancyEnd"]),
    "housing.landlordName": one(v["housing.landlordName"]),
    "housing.rentArrearsBand": masked(),
    "housing.noticeServed": masked(),
    "housing.asbCases": list(v["housing.asbCases"]),
    "housing.homelessApplication": masked(),
  };
}

function one(held: Held) {
  const first = held?.[0];
  return { value: first?.value, form: "full", source: first?.originator, asOf: first?.asOf };
}

function list(held: Held = []) {
  const [first] = held;
  return { value: held.map(({ value }) => value), form: "full", source: first?.originator, asOf: first?.asOf };
}

function masked() {
  return { value: { present: true }, form: "mask" };
}

const CHARACTERS = { day: 10, month: 7 } as const;

function coarse(held: Held, form: string, { of, grain }: Generaliser, field: FieldPath) {
  const first = held?.[0];
  const value = of(first?.value, { field, now: NOW });
  return { value, form, source: first?.originator, asOf: first?.asOf.slice(0, CHARACTERS[grain]) };
}
