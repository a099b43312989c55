import { describe, expect, test } from "vitest";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Scheme } from "#schemas/scheme.ts";
import type { Cell, RecordState } from "../record/record-state.ts";
import { deriveFacts } from "./derive-facts.ts";
import { sentenceTreatmentSteps } from "./sentence-treatment.ts";
import { transitionSteps } from "./transition-stage.ts";

const scheme: Scheme = {
  schemeId: "test",
  title: "Test",
  agencies: [
    { agencyId: "town-police", agencyType: "police", label: "Police" },
    { agencyId: "town-probation", agencyType: "probation", label: "Probation" },
    { agencyId: "town-housing", agencyType: "housing", label: "Housing" },
    { agencyId: "town-yot", agencyType: "yot", label: "YOT" },
    { agencyId: "town-iom", agencyType: "iom-team", label: "IOM" },
  ],
  officers: [],
  precedence: ["probation", "police", "iom-team"],
};

describe("what cannot be told is no fact", () => {
  test("no date of birth: neither age nor transition", () => {
    const facts = deriveFacts(record([]), scheme);
    expect(Object.keys(facts).sort()).toEqual(["cohort", "duty-to-refer-consent", "safeguarding-route"]);
  });

  test("a lifecycle state off the list is unknown", () => {
    expect(deriveFacts(record([cell("iom.lifecycleState", "constructor")]), scheme)["lifecycle-state"]).toBeUndefined();
  });

  test("a person probation does not know may or may not be under MAPPA", () => {
    const facts = deriveFacts(record([cell("identity.dateOfBirth", "1989-04-12")]), scheme);
    expect(facts.mappa).toBeUndefined();
    expect(facts["sentence-treatment"]).toBeUndefined();
  });
});

test("the date of birth of the agency that comes first in the scheme gives the age", () => {
  const facts = deriveFacts(
    record([
      cell("identity.dateOfBirth", "2009-02-25", "town-iom"),
      cell("identity.dateOfBirth", "2008-08-25", "town-probation"),
    ]),
    scheme,
  );
  expect(facts["age-group"]).toEqual({
    steps: [
      { from: null, value: "under-18" },
      { from: "2026-08-24T23:00:00.000Z", value: "adult" },
    ],
    suppliedBy: "calendar",
  });
});

test.each([
  ["referred", "selection"],
  ["screening", "selection"],
  ["pendingPanel", "selection"],
  ["deferred", "selection"],
  ["reRegistrationReview", "selection"],
  ["registered", "active"],
  ["active", "active"],
  ["custody", "custody"],
  ["transition", "transition"],
  ["rejected", "closed"],
  ["deregistered", "closed"],
  ["longCustody", "closed"],
  ["transferred", "closed"],
])("somebody %s is %s to an agreement", (state, expected) => {
  const facts = deriveFacts(record([cell("iom.lifecycleState", state)]), scheme);
  expect(facts["lifecycle-state"]?.steps).toEqual([{ from: null, value: expected }]);
});

test("probation's silence about somebody it knows is a no, as old as its last reading", () => {
  const known = { ...record([]), identifiers: [crn(true)] };
  expect(deriveFacts(known, scheme).mappa).toEqual({
    steps: [{ from: null, value: "no" }],
    suppliedBy: "town-probation",
  });
  const managed = { ...known, cells: [cell("probation.mappa", { category: 2, level: 1 }, "town-probation")] };
  expect(deriveFacts(managed, scheme).mappa?.steps).toEqual([{ from: null, value: "yes" }]);
  expect(deriveFacts({ ...record([]), identifiers: [crn(false)] }, scheme).mappa).toBeUndefined();
});

test("consent to a duty to refer is only what the referral says", () => {
  const steps = (value: unknown) =>
    deriveFacts(record([cell("housing.dutyToRefer", value, "town-housing")]), scheme)["duty-to-refer-consent"]?.steps;
  expect(steps({ consentReferral: true })).toEqual([{ from: null, value: "given" }]);
  expect(steps({ consentReferral: "yes" })).toEqual([{ from: null, value: "not-given" }]);
  expect(deriveFacts(record([]), scheme)["duty-to-refer-consent"]?.steps).toEqual([{ from: null, value: "not-given" }]);
});

describe("a treatment requirement", () => {
  test("that ends counts to the end of its last day in London", () => {
    expect(sentenceTreatmentSteps([{ type: "DRR", start: "2026-05-11", end: "2027-05-10" }])).toEqual([
      { from: null, value: "none" },
      { from: "2026-05-10T23:00:00.000Z", value: "in-force" },
      { from: "2027-05-10T23:00:00.000Z", value: "none" },
    ]);
  });

  test("without dates is in force, and unpaid work is not treatment", () => {
    expect(sentenceTreatmentSteps([{ type: "ATR", start: null, end: null }])).toEqual([
      { from: null, value: "in-force" },
    ]);
    expect(sentenceTreatmentSteps([{ type: "UPW", start: null, end: null }])).toEqual([{ from: null, value: "none" }]);
  });

  test("that follows another without a day between is one", () => {
    const steps = sentenceTreatmentSteps([
      { type: "DRR", start: "2026-01-01", end: "2026-01-31" },
      { type: "ATR", start: "2026-02-01", end: null },
    ]);
    expect(steps.map(({ value }) => value)).toEqual(["none", "in-force"]);
  });
});

describe("the youth transition", () => {
  const yro = { type: "YRO", start: "2026-03-11", end: "2027-09-10" };
  const tyler = {
    dateOfBirth: "2009-02-25",
    orders: [yro],
    retainedByYot: false,
    acceptedOn: "2026-11-17",
    leapDay: "28-february",
  } as const;

  test("of Tyler Dunmore runs over T1, T2 and T3", () => {
    expect(transitionSteps(tyler)).toEqual([
      { from: null, value: "none" },
      { from: "2026-08-24T23:00:00.000Z", value: "t1" },
      { from: "2026-11-25T00:00:00.000Z", value: "t2" },
      { from: "2027-02-25T00:00:00.000Z", value: "t3" },
    ]);
  });

  test.each([
    ["nobody has accepted him", { acceptedOn: null }, ["none", "t1", "t3"]],
    ["the YOT keeps him", { retainedByYot: true }, ["none", "t3"]],
    ["his order is a referral order", { orders: [{ ...yro, type: "REFERRAL_ORDER" }] }, ["none", "t3"]],
    [
      "his order ends within three months of his birthday and nobody has accepted him",
      { acceptedOn: null, orders: [{ ...yro, end: "2027-05-24" }] },
      ["none", "t3"],
    ],
    [
      "his order was cut short after he was accepted",
      { orders: [{ ...yro, end: "2027-02-19" }] },
      ["none", "t1", "t2", "t3"],
    ],
  ])("when %s", (_, change, expected) => {
    expect(transitionSteps({ ...tyler, ...change }).map(({ value }) => value)).toEqual(expected);
  });

  test("starts at a conviction after 17 and a half, and goes to T2 on a late acceptance", () => {
    const late = { ...tyler, orders: [{ ...yro, start: "2026-12-01" }], acceptedOn: "2027-01-05" };
    expect(transitionSteps(late).map(({ from }) => from)).toEqual([
      null,
      "2026-12-01T00:00:00.000Z",
      "2027-01-05T00:00:00.000Z",
      "2027-02-25T00:00:00.000Z",
    ]);
  });

  test("is over for every adult, so that youth fields that still arrive are not shared", () => {
    expect(transitionSteps({ ...tyler, dateOfBirth: "1989-04-12", orders: [] }).at(-1)).toEqual({
      from: "2007-04-11T23:00:00.000Z",
      value: "t3",
    });
  });
});

function record(cells: readonly Cell[]): RecordState {
  return { personId: "p", version: 0, cells, identifiers: [], consents: [], restriction: null };
}

function cell(field: FieldPath, value: unknown, originator = "town-iom"): Cell {
  return {
    kind: "value",
    field,
    originator,
    itemKey: "",
    value,
    asOf: "2026-11-21T00:00:00Z",
    recordedTime: "2026-11-21T00:00:00Z",
    itemFacts: null,
    itemOwner: null,
    evidence: null,
    eventId: "e",
  };
}

function crn(valid: boolean) {
  return { type: "CRN", value: "X900001", valid, scope: "", verified: true, retired: false } as const;
}
