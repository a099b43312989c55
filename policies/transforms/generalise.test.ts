import { expect, test } from "vitest";
import { FIELD_PATHS, type FieldPath } from "#schemas/generated/field-paths.ts";
import { CATALOGUE } from "../catalogue.ts";
import { generaliserOf, isGeneralised } from "./generalise.ts";

const now = new Date("2026-11-21T12:00:00Z");

const FORMS = FIELD_PATHS.flatMap((field) =>
  CATALOGUE[field].ladder.filter(isGeneralised).map((form) => ({ field, form })),
);

test.each(FORMS)("$field has a way to be made $form", ({ form }) => {
  expect(generaliserOf(form)).not.toBeNull();
});

test("a form nobody knows cannot be made", () => {
  expect(generaliserOf("generalise:first-letter")).toBeNull();
});

const ADDRESS = { lines: ["Room 4, Harbour House"], postcode: "SO14 0ZZ", uprn: "999000000101" };
const offences = (code: string, times: number) =>
  Array.from({ length: times }, () => ({ hoCode: code, date: "2025-01-01" }));

/** Field, form, value in full, value in that form. */
const MADE: readonly [FieldPath, `generalise:${string}`, unknown, unknown][] = [
  [
    "identity.aliases",
    "generalise:tenancy-names",
    [
      { first: "Danny", last: "Ash", dob: "1989-04-12", usedForTenancy: true },
      { first: "Daniel", last: "Ashton" },
      { last: "Ashe", usedForTenancy: false },
    ],
    [{ first: "Danny", last: "Ash" }],
  ],
  ["identity.gender", "generalise:m-f-other", "F", "F"],
  ["identity.gender", "generalise:m-f-other", "notStated", "other"],
  ["identity.ethnicity16Plus1", "generalise:five-groups", "A3", "asian"],
  ["identity.ethnicity16Plus1", "generalise:five-groups", "NS", "not-stated"],
  [
    "identity.disability",
    "generalise:adjustments",
    [{ code: "D1", adjustments: ["Large print"] }, { code: "D2" }, { code: "D3", adjustments: ["Large print"] }],
    ["Large print"],
  ],
  [
    "youth.speechLanguageNeed",
    "generalise:adjustments",
    { level: "high", adjustments: ["Short sentences"] },
    ["Short sentences"],
  ],
  ["youth.speechLanguageNeed", "generalise:adjustments", { level: "none" }, []],
  [
    "identity.warningMarkers",
    "generalise:handling-advice",
    [
      { code: "VI", handlingAdvice: "Visit in pairs.", incident: "Assaulted an officer." },
      { code: "WE", incident: "Carried a knife." },
    ],
    ["Speak to the agency that holds this marker before a visit.", "Visit in pairs."],
  ],
  [
    "police.offendingHistory",
    "generalise:category-and-band",
    [...offences("028/01", 9), ...offences("130/00", 1), ...offences("092/01", 5), ...offences("999/99", 4)],
    ["acquisitive, 10+", "drugs, 5-9", "other, 1-4"],
  ],
  [
    "police.currentArrest",
    "generalise:unavailable-until",
    { arrestedAt: "2026-11-21T08:40:00Z", station: "Southampton", status: "inCustody" },
    "2026-11-22",
  ],
  [
    "police.currentArrest",
    "generalise:unavailable-until",
    { arrestedAt: "2026-11-21T08:40:00Z", status: "remanded", unavailableUntil: "2026-12-05" },
    "2026-12-05",
  ],
  ["police.stopSearchCount90d", "generalise:band", 0, "none"],
  ["police.stopSearchCount90d", "generalise:band", 5, "3-5"],
  ["police.stopSearchCount90d", "generalise:band", 1000, "6+"],
  ["police.vehicleRegs", "generalise:count", ["AB12CDE", "FG34HIJ"], 2],
  ["custody.adjudications", "generalise:count", [{ date: "2026-01-01" }], 1],
  [
    "probation.sentence",
    "generalise:end-and-kind",
    {
      type: "DETERMINATE_CUSTODY",
      date: "2025-01-01",
      lengthMonths: 30,
      licenceExpiry: "2027-06-30",
      sentenceExpiry: "2027-12-31",
    },
    { kind: "licence", end: "2027-06-30" },
  ],
  [
    "probation.sentence",
    "generalise:end-and-kind",
    { type: "SUSPENDED_SENTENCE", date: "2025-01-01" },
    { kind: "community-order" },
  ],
  [
    "probation.keyDates",
    "generalise:without-eligibility-dates",
    {
      expectedRelease: "2027-01-01",
      hdcEligibility: "2026-10-01",
      paroleEligibility: "2026-09-01",
      tariffExpiry: "2026-08-01",
    },
    { expectedRelease: "2027-01-01" },
  ],
  [
    "probation.keyDates",
    "generalise:release-date",
    { conditionalRelease: "2027-02-01", hdcEligibility: "2026-10-01" },
    "2027-02-01",
  ],
  ["probation.keyDates", "generalise:release-date", { hdcEligibility: "2026-10-01" }, null],
  [
    "probation.licenceConditions",
    "generalise:category",
    [{ category: "exclusion", text: "Not to enter SO14" }],
    ["exclusion"],
  ],
  ["probation.attendanceRate90d", "generalise:band", 0.9, "90-100%"],
  ["probation.attendanceRate90d", "generalise:band", 0.4999, "under 50%"],
  ["probation.ogrs3TwoYear", "generalise:band", 74, "medium"],
  ["probation.rsr", "generalise:band", { score: 3.2, band: "M" }, "M"],
  ["probation.roshLevel", "generalise:level", { level: "high", toWhom: ["a child"] }, "high"],
  [
    "probation.mappa",
    "generalise:category-and-level",
    { category: 2, level: 1, notes: "text" },
    { category: 2, level: 1 },
  ],
  ["probation.supervisionPhase", "generalise:final-third", "finalThird", "final-third"],
  ["probation.supervisionPhase", "generalise:final-third", "core", "earlier"],
  [
    "youth.assetPlusSummary",
    "generalise:rosh",
    { rosh: "high", reoffendingLikelihood: "low", safetyWellbeing: "medium" },
    "high",
  ],
  ["youth.educationStatus", "generalise:in-education", { inEducation: false, ehcp: true }, "no"],
  ["housing.currentAddress", "generalise:outward-code", ADDRESS, "SO14"],
  ["housing.currentAddress", "generalise:local-authority", ADDRESS, "Southampton"],
  ["housing.currentAddress", "generalise:local-authority", { ...ADDRESS, postcode: "ZZ1 1ZZ" }, undefined],
  ["housing.rentArrearsBand", "generalise:any-arrears", "none", "no"],
  ["housing.rentArrearsBand", "generalise:any-arrears", "under4Weeks", "yes"],
  [
    "housing.asbCases",
    "generalise:category-and-stage",
    [
      { ref: "ASB-1177", category: "noise", stage: "open" },
      { ref: "ASB-2", stage: "closed" },
    ],
    [{ category: "noise", stage: "open" }, { stage: "closed" }],
  ],
  [
    "housing.hclicSupportNeeds",
    "generalise:support-group",
    ["drugDependency", "alcohol", "mystery"],
    ["other", "substance-use"],
  ],
  ["treatment.treatmentStart", "generalise:month", "2026-10-14", "2026-10"],
  ["treatment.mainSubstance", "generalise:substance-group", { code: "1101", group: "opiates" }, "opiates"],
  [
    "treatment.secondarySubstances",
    "generalise:substance-group",
    [
      { code: "7000", group: "alcohol" },
      { code: "7001", group: "alcohol" },
    ],
    ["alcohol"],
  ],
  ["treatment.prescribing", "generalise:substitute-yes-no", { substitute: true, dose: "60 ml" }, "yes"],
  [
    "treatment.drugServiceAttendance",
    "generalise:engaging-or-not",
    [
      { at: "2026-11-01T10:00:00Z", attended: false },
      { at: "2026-11-15T10:00:00Z", attended: true },
      { at: "2026-11-08T10:00:00Z", attended: true },
      { at: "2026-10-01T10:00:00Z", attended: false },
    ],
    "engaging",
  ],
  [
    "treatment.drugServiceAttendance",
    "generalise:engaging-or-not",
    [{ at: "2026-11-01T10:00:00Z", attended: false }],
    "not-engaging",
  ],
  [
    "treatment.drugTest",
    "generalise:positive-or-not",
    { at: "2026-11-18T10:00:00Z", substances: { opiates: "negative", cocaine: "positive" } },
    "positive",
  ],
  [
    "treatment.drugTestOnArrest",
    "generalise:positive-or-not",
    { at: "2026-11-21T10:00:00Z", opiates: "negative", cocaine: "negative" },
    "not-positive",
  ],
  ["treatment.dischargeReason", "generalise:planned-or-not", { code: "73", planned: false }, "not-planned"],
  ["treatment.mentalHealthNeed", "generalise:need-yes-no", { need: true, code: "F32" }, "yes"],
  ["custody.custodyStatus", "generalise:in-or-out", "beingTransferred", "in"],
  ["custody.custodyStatus", "generalise:in-or-out", "outside", "out"],
  [
    "custody.alerts",
    "generalise:police-allow-list",
    [
      { type: "X", code: "XA" },
      { type: "M", code: "MAS" },
    ],
    [{ type: "X", code: "XA" }],
  ],
];

test.each(MADE)("%s as %s: %j becomes %j", (field, form, value, expected) => {
  expect(generaliserOf(form)?.of(value, { field, now })).toEqual(expected);
});

test("every generalised form there is, is in the table above", () => {
  const tried = new Set(MADE.map(([, form]) => form));
  // Age bands have tests of their own.
  expect([...new Set(FORMS.map(({ form }) => form))].filter((form) => !tried.has(form))).toEqual([
    "generalise:age-band",
  ]);
});
