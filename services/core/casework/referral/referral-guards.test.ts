import { describe, expect, test } from "vitest";
import { PRESET_SETTINGS } from "#schemas/casework-settings.ts";
import { REFERRAL_CRITERIA } from "./referral-criteria.ts";
import type { ReferralForm } from "./referral-event.ts";
import { type ReferralScene, whyNotReferred } from "./referral-guards.ts";
import { addWorkingDays } from "./working-days.ts";

const FORM: ReferralForm = {
  subtype: "adult",
  criteriaVersion: REFERRAL_CRITERIA.version,
  criteriaMet: ["statutory", "prolific", "neighbourhood-crime"],
  proposedCohort: "fixed",
  whyIom: "He says that he wants to stop.",
  urgentReason: null,
};
const SCENE: ReferralScene = {
  today: "2026-11-21",
  state: null,
  isFormOpen: false,
  birthDate: "1996-01-17",
  panelDecision: null,
  referrerType: "police",
};

function guardOf(form: Partial<ReferralForm>, scene: Partial<ReferralScene>, preset: "sussex" | "hampshire") {
  return whyNotReferred({ ...FORM, ...form }, { ...SCENE, ...scene }, PRESET_SETTINGS[preset])?.guard ?? null;
}
const hampshire = (form: Partial<ReferralForm>, scene: Partial<ReferralScene> = {}) =>
  guardOf(form, scene, "hampshire");

test("a whole form of an adult by a referrer of the scheme is taken", () => {
  expect(hampshire({})).toBeNull();
});

test.each<[string, string, Partial<ReferralForm>]>([
  ["a form of other criteria", "criteria-version", { criteriaVersion: "referral-2019.1" }],
  ["a criterion that there is not", "criterion-unknown", { criteriaMet: ["tall"] }],
  ["fixed without supervision", "criteria-missing", { criteriaMet: ["prolific", "neighbourhood-crime"] }],
  [
    "fixed and neither prolific nor at high risk",
    "criteria-missing",
    { criteriaMet: ["statutory", "neighbourhood-crime"] },
  ],
  ["free without a priority of the force", "criteria-missing", { proposedCohort: "free" }],
])("%s is refused: %s", (_what, guard, form) => {
  expect(hampshire(form)).toBe(guard);
});

test("any agency refers in one scheme, and in another only whom it names", () => {
  const housing = { referrerType: "housing" };
  expect([guardOf({}, housing, "sussex"), guardOf({}, housing, "hampshire")]).toEqual([null, "referrer-not-named"]);
  expect(hampshire({}, { referrerType: null })).toBe("referrer-not-named");
});

describe("age", () => {
  test.each([
    ["2008-11-22", "under-age"],
    ["2008-11-21", null],
    [null, "under-age"],
  ])("an adult's form of somebody born %s: %s", (birthDate, guard) => {
    expect(hampshire({}, { birthDate })).toBe(guard);
  });

  test.each([
    ["2009-05-22", "iom", "yot", "too-young"],
    ["2009-05-21", "iom", "yot", null],
    ["2009-05-21", "iom", "police", "referrer-not-named"],
    ["2009-05-21", "mappa", "probation", "panel-first"],
    ["2009-05-21", null, "probation", "panel-first"],
    [null, "iom", "probation", "too-young"],
  ])("the youth route of somebody born %s, panel %s, by %s: %s", (birthDate, panelDecision, referrerType, guard) => {
    expect(hampshire({ subtype: "y2a" }, { birthDate, panelDecision, referrerType })).toBe(guard);
  });
});

test.each([
  [null, false, null],
  ["rejected", false, null],
  ["deregistered", false, null],
  ["referred", false, null],
  ["referred", true, "already-referred"],
  ["screening", true, "already-referred"],
  ["pendingPanel", false, "already-referred"],
  ["deferred", true, "already-referred"],
  ["registered", false, "already-registered"],
  ["custody", false, "already-registered"],
  ["longCustody", false, "already-registered"],
] as const)("of somebody who stands at %s, a form open: %s, the answer is %s", (state, isFormOpen, guard) => {
  expect(hampshire({}, { state, isFormOpen })).toBe(guard);
});

test.each([
  ["2026-11-20", 1, "2026-11-23"],
  ["2026-11-21", 1, "2026-11-23"],
  ["2026-11-20", 7, "2026-12-01"],
])("%s and %i working days is %s", (day, count, then) => {
  expect(addWorkingDays(day, count)).toBe(then);
});
