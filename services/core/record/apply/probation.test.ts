import { describe, expect, test } from "vitest";
import { probationEvents } from "./probation.ts";
import { eventSaying, recordAfter } from "./record-after.ts";

const changesOf = (event: ReturnType<typeof eventSaying>) => probationEvents[event.type]?.(event) ?? [];

describe("sentences", () => {
  const created = eventSaying({
    type: "probation.sentence.created",
    time: "2026-05-11T11:10:00Z",
    says: {
      eventNumber: "1",
      type: "COMMUNITY_ORDER",
      date: "2026-05-11",
      isCustodial: false,
      lengthMonths: 12,
      orderEnd: "2027-05-10",
      requirements: ["DRR", "RAR"],
    },
  });
  const sentence = {
    eventNumber: "1",
    type: "COMMUNITY_ORDER",
    date: "2026-05-11",
    isCustodial: false,
    lengthMonths: 12,
    orderEnd: "2027-05-10",
  };
  const mentioned = eventSaying({
    type: "probation.sentence.created",
    time: "2026-05-10T23:00:00Z",
    says: { eventNumber: "1", type: "COMMUNITY_ORDER", date: "2026-05-11", isCustodial: false },
  });

  test("Luke's order has a drug requirement, which is treatment", () => {
    expect(recordAfter(probationEvents, created).values).toEqual({
      "probation.sentence": sentence,
      "probation.requirements[1:DRR]": { type: "DRR", start: "2026-05-11", end: "2027-05-10" },
      "probation.requirements[1:RAR]": { type: "RAR", start: "2026-05-11", end: "2027-05-10" },
    });
    expect(changesOf(created)).toMatchObject([
      { kind: "set" },
      { kind: "clear" },
      { itemFacts: { "condition-category": "treatment" } },
      { itemFacts: { "condition-category": "other" } },
    ]);
  });

  test.each([
    ["before", [mentioned, created]],
    ["after", [created, mentioned]],
  ])("a contact list that only mentions it, read %s, takes nothing away", (_when, events) => {
    const { values } = recordAfter(probationEvents, ...events);
    expect(values).toMatchObject({ "probation.sentence": sentence, "probation.requirements[1:DRR]": { type: "DRR" } });
  });

  test("an amendment states the requirements anew", () => {
    const amended = eventSaying({
      type: "probation.sentence.amended",
      time: "2026-08-01T09:00:00Z",
      says: { ...sentence, type: "COMMUNITY_ORDER", requirements: ["ATR"] },
    });
    expect(Object.keys(recordAfter(probationEvents, created, amended).values)).toEqual([
      "probation.sentence",
      "probation.requirements[1:ATR]",
    ]);
  });

  test("an order that ended keeps what it was and the day it ended, and requires nothing", () => {
    const terminatedAt = "2026-10-30T23:59:00Z";
    const terminated = eventSaying({
      type: "probation.sentence.terminated",
      time: terminatedAt,
      says: { ...sentence, type: "COMMUNITY_ORDER", terminatedAt },
    });
    expect(recordAfter(probationEvents, created, terminated).values).toEqual({
      "probation.sentence": { ...sentence, orderEnd: "2026-10-30" },
    });
  });

  test("a sentence whose detail was withheld changes nothing", () => {
    const withheld = eventSaying({
      type: "probation.sentence.amended",
      time: "2026-08-01T09:00:00Z",
      says: { eventNumber: "1", detailWithheld: true },
    });
    expect(changesOf(withheld)).toEqual([]);
  });
});

describe("licences", () => {
  const activated = eventSaying({
    type: "probation.licence.activated",
    time: "2026-09-07T05:00:00Z",
    says: {
      licenceId: "810001",
      conditions: [
        { code: "86e550cf", category: "other", text: "Wear a tag." },
        { code: "4673ebe4", category: "residence", text: "Live where approved." },
      ],
    },
  });

  test("each condition is an item that can be decided alone, by its category", () => {
    expect(changesOf(activated)).toMatchObject([
      { kind: "clear", itemKeyPrefix: "810001:" },
      { itemKey: "810001:86e550cf", itemFacts: { "condition-category": "other" } },
      { itemKey: "810001:4673ebe4", itemFacts: { "condition-category": "residence" } },
    ]);
    expect(Object.keys(recordAfter(probationEvents, activated).values)).toHaveLength(2);
  });

  test("a licence no longer in force binds to nothing, and another's conditions stay", () => {
    const other = eventSaying({
      type: "probation.licence.activated",
      time: "2026-09-08T05:00:00Z",
      says: { licenceId: "810002", conditions: [{ category: "testing", text: "Give a sample." }] },
    });
    const over = eventSaying({
      type: "probation.licence.inactivated",
      time: "2026-10-01T05:00:00Z",
      says: { licenceId: "810001" },
    });
    expect(recordAfter(probationEvents, activated, other, over).values).toEqual({
      "probation.licenceConditions[810002:0]": { category: "testing", text: "Give a sample." },
    });
  });
});

describe("appointments", () => {
  const told = eventSaying({
    type: "probation.appointment.created",
    time: "2026-05-29T08:30:00Z",
    says: { appointmentId: "990201", at: "2026-05-29T08:30:00Z", type: "Office visit", outcome: "failedToAttend" },
  });
  const listed = eventSaying({
    type: "probation.appointment.recorded",
    time: "2026-05-28T23:00:00Z",
    says: { at: "2026-05-28T23:00:00Z", type: "Office visit", outcome: "failedToAttend" },
  });

  test.each([
    ["first", [listed, told]],
    ["second", [told, listed]],
  ])("an appointment that the contact list tells %s is one appointment, with its hour", (_when, events) => {
    expect(recordAfter(probationEvents, ...events).values).toEqual({
      "probation.appointments[2026-05-29:office visit]": {
        at: "2026-05-29T08:30:00Z",
        type: "Office visit",
        outcome: "failedToAttend",
      },
    });
  });
});

describe("limited access", () => {
  test("the excluded are named, the others may read", () => {
    const event = eventSaying({
      type: "probation.access-restriction.changed",
      time: "2026-11-19T14:02:11Z",
      says: { readable: true, excluded: ["j.marsh@probation.example"], restricted: [] },
    });
    expect(changesOf(event)).toEqual([
      {
        kind: "restrict-access",
        excluded: ["j.marsh@probation.example"],
        restricted: [],
        asOf: "2026-11-19T14:02:11Z",
      },
    ]);
  });

  test("a restriction that was not spelled out names somebody who does not exist, so nobody reads", () => {
    const event = eventSaying({
      type: "probation.access-restriction.changed",
      time: "2026-11-19T14:02:11Z",
      says: { readable: false, excluded: [], restricted: [] },
    });
    expect(changesOf(event)).toMatchObject([{ excluded: [], restricted: ["restriction-not-readable"] }]);
  });
});

describe("registers and risk", () => {
  const registration = (registerTypeCode: string) =>
    eventSaying({
      type: "probation.register.added",
      time: "2026-09-08T08:12:44Z",
      says: { registerTypeCode, registrationId: "2510001", registrationDate: "2026-09-08" },
    });

  test("the IOM register is a registration, not a risk", () => {
    expect(recordAfter(probationEvents, registration("IIOM")).values).toEqual({
      "probation.iomRegistration": { registrationId: "2510001", start: "2026-09-08" },
    });
  });

  test.each([
    ["RCCO", "child-protection"],
    ["RCPR", "child-protection"],
    ["WEAP", "other"],
  ])("register %s is a risk of category %s", (code, category) => {
    expect(changesOf(registration(code))).toEqual([
      {
        kind: "put-item",
        field: "probation.dynamicRisks",
        itemKey: "2510001",
        value: { code, since: "2026-09-08" },
        asOf: "2026-09-08T08:12:44Z",
        itemFacts: { "risk-category": category },
      },
    ]);
  });

  test("a register of serious harm sets the level", () => {
    expect(recordAfter(probationEvents, registration("RHRH")).values).toMatchObject({
      "probation.roshLevel": { level: "high" },
    });
  });

  test("what is taken off a register is gone", () => {
    const off = eventSaying({
      type: "probation.register.deregistered",
      time: "2026-10-01T00:00:00Z",
      says: { registerTypeCode: "WEAP", registrationId: "2510001", deregistrationDate: "2026-10-01" },
    });
    expect(recordAfter(probationEvents, registration("WEAP"), off).values).toEqual({});
  });

  test("scores, tier, MAPPA, needs and the practitioner are values", () => {
    const time = "2026-11-02T13:00:00Z";
    const { values } = recordAfter(
      probationEvents,
      eventSaying({
        type: "probation.risk-score.changed",
        time,
        says: { predictor: "rsr", rsrBand: "M", rsrScore: 6.2, rsrKind: "DYNAMIC", eventNumber: "3" },
      }),
      eventSaying({ type: "probation.risk-score.changed", time, says: { predictor: "ogrs", ogrs3TwoYear: 61 } }),
      eventSaying({ type: "probation.tier.changed", time, says: { tier: "B2" } }),
      eventSaying({ type: "probation.mappa.changed", time, says: { state: "set", category: 2, level: 1 } }),
      eventSaying({
        type: "probation.needs.changed",
        time,
        says: { needs: [{ pathway: "substanceMisuse", severity: "severe" }], roshLevel: "medium" },
      }),
      eventSaying({ type: "probation.practitioner.changed", time, says: { name: "Priya Nandakumar" } }),
    );
    expect(values).toEqual({
      "probation.rsr": { band: "M", score: 6.2, kind: "DYNAMIC" },
      "probation.ogrs3TwoYear": 61,
      "probation.tier": "B2",
      "probation.mappa": { category: 2, level: 1 },
      "probation.criminogenicNeeds[substanceMisuse]": { pathway: "substanceMisuse", severity: "severe" },
      "probation.roshLevel": { level: "medium" },
      "probation.probationPractitioner": { name: "Priya Nandakumar" },
    });
  });

  test("MAPPA removed is gone; MAPPA withheld changes nothing", () => {
    const set = eventSaying({
      type: "probation.mappa.changed",
      time: "2026-11-02T13:00:00Z",
      says: { state: "set", category: 2, level: 1 },
    });
    const later = (state: "removed" | "withheld") =>
      eventSaying({ type: "probation.mappa.changed", time: "2026-11-03T13:00:00Z", says: { state } });
    expect(recordAfter(probationEvents, set, later("removed")).values).toEqual({});
    expect(recordAfter(probationEvents, set, later("withheld")).values).toHaveProperty(["probation.mappa"]);
  });
});

describe("identifiers", () => {
  const merge = { sourceCrn: "X900019", targetCrn: "X900009" };
  const crn = (value: string) => ({ type: "CRN", value, valid: true });

  test("a merge retires a number and an unmerge brings it back", () => {
    const time = "2026-11-10T11:00:00Z";
    const retired = { kind: "retire-identifier", retired: crn("X900019"), survivor: crn("X900009") };
    expect(changesOf(eventSaying({ type: "probation.case.merged", time, says: merge }))).toEqual([retired]);
    expect(changesOf(eventSaying({ type: "probation.case.unmerged", time, says: merge }))).toEqual([
      { ...retired, undo: true },
    ]);
  });

  test("a prison number that probation links becomes an identifier of the person", () => {
    const event = eventSaying({
      type: "probation.identifier.linked",
      time: "2026-11-12T18:20:00Z",
      says: { crn: "X900007", nomsNumber: "A9007AG" },
    });
    expect(changesOf(event)).toEqual([
      { kind: "add-identifier", identifier: { type: "NOMS", value: "A9007AG", valid: true } },
    ]);
  });
});

test("that a recall is considered leaves no trace in the record, whoever sends it", () => {
  const event = eventSaying({ type: "probation.recall.considered", time: "2026-11-20T15:10:00Z", says: {} });
  expect(changesOf(event)).toEqual([]);
});
