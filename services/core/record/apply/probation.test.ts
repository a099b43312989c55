import { describe, expect, test } from "vitest";
import { probationEvents } from "./probation.ts";
import { eventSaying, recordAfter } from "./record-after.ts";

const changesOf = (event: ReturnType<typeof eventSaying>) => probationEvents[event.type]?.(event) ?? [];

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

test("enforcement is kept by action; one that is told again takes its own place", () => {
  const recall = (recallExecuted: boolean) =>
    eventSaying({
      type: "probation.enforcement.recorded",
      time: recallExecuted ? "2026-11-20T16:00:00Z" : "2026-11-19T16:00:00Z",
      says: { enforcementId: "E-1", kind: "recall", at: "2026-11-19T16:00:00Z", recallExecuted },
    });
  expect(recordAfter(probationEvents, recall(false), recall(true)).values).toEqual({
    "probation.enforcement[E-1]": { kind: "recall", at: "2026-11-19T16:00:00Z", recallExecuted: true },
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

describe("risk and supervision", () => {
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
