import { expect, test } from "vitest";
import { policeEvents } from "./police.ts";
import { eventSaying, recordAfter } from "./record-after.ts";

const arrestedAt = "2026-11-21T02:41:00Z";
const arrest = eventSaying({
  type: "police.arrest.recorded",
  time: arrestedAt,
  says: {
    arrestedAt,
    status: "inCustody",
    station: "SOUTHAMPTON CENTRAL",
    hoCode: "028/01",
    cjsCode: "TH68023",
    offenceText: "Burglary dwelling with intent to steal",
    occurrenceRef: "44260500001",
    custodyRef: "CU26/118840",
  },
});

test("an arrest is where the person is now, and no part of the history", () => {
  expect(recordAfter(policeEvents, arrest).values).toEqual({
    "police.currentArrest": {
      arrestedAt,
      status: "inCustody",
      station: "SOUTHAMPTON CENTRAL",
      offenceHoCode: "028/01",
    },
  });
});

test("no further action ends the arrest without a trace", () => {
  const ended = eventSaying({
    type: "police.arrest.recorded",
    time: "2026-11-21T14:00:00Z",
    says: { arrestedAt, status: "noFurtherAction" },
  });
  expect(recordAfter(policeEvents, arrest, ended).values).toEqual({});
  expect(recordAfter(policeEvents, ended, arrest).values).toEqual({});
});

const chargedAt = "2026-08-14T14:50:00Z";
const charge = eventSaying({
  type: "police.charge.recorded",
  time: chargedAt,
  says: {
    chargedAt,
    outcome: "charged",
    hoCode: "034/01",
    cjsCode: "TH68001",
    occurrenceRef: "44260391177",
    bailConditions: [{ category: "residence", text: "Live where the court said." }],
  },
});

test("a charge becomes part of the history, and its bail conditions are told apart by what they are about", () => {
  expect(recordAfter(policeEvents, charge).values).toEqual({
    "police.offendingHistory[44260391177]": {
      hoCode: "034/01",
      cjsCode: "TH68001",
      date: "2026-08-14",
      disposal: "charged",
    },
    "police.bailConditions[44260391177:0]": { category: "residence", text: "Live where the court said." },
  });
  const [condition] = changesOf(charge).filter((change) => change.kind === "put-item" && change.itemFacts);
  expect(condition).toMatchObject({ itemFacts: { "condition-category": "residence" } });
});

test("a charge that is dropped leaves the history", () => {
  const dropped = eventSaying({
    type: "police.charge.recorded",
    time: "2026-09-01T09:00:00Z",
    says: { chargedAt: "2026-09-01T09:00:00Z", outcome: "noFurtherAction", occurrenceRef: "44260391177" },
  });
  expect(recordAfter(policeEvents, charge, dropped).values).not.toHaveProperty("police.offendingHistory[44260391177]");
});

const warrantRef = "HC0010010:2026-11-20T16:00:00Z";
const issued = eventSaying({
  type: "police.warrant.issued",
  time: "2026-11-20T16:00:00Z",
  says: { warrantRef, issuedAt: "2026-11-20T16:00:00Z", type: "recall" },
});

test("Craig is wanted on a warrant until it is executed", () => {
  const wanted = eventSaying({
    type: "police.wanted-status.changed",
    time: "2026-11-20T22:15:00Z",
    says: { status: "wanted" },
  });
  expect(recordAfter(policeEvents, issued, wanted).values).toEqual({
    [`police.warrants[${warrantRef}]`]: { warrantRef, issuedAt: "2026-11-20T16:00:00Z", type: "recall" },
    "police.wantedStatus": "wanted",
  });
});

test.each([{ warrantRef }, {}])("a warrant executed as %j is gone", (named) => {
  const executedAt = "2026-11-22T08:00:00Z";
  const executed = eventSaying({
    type: "police.warrant.executed",
    time: executedAt,
    says: { executedAt, ...named },
  });
  expect(recordAfter(policeEvents, issued, executed).values).toEqual({});
});

test("intelligence of code C is held as not released, and stops being current", () => {
  const graded = eventSaying({
    type: "police.intelligence.graded",
    time: "2026-11-01T10:00:00Z",
    says: { irRef: "IR-1", grade: "2B", handling: "C", gradedAt: "2026-11-01T10:00:00Z" },
  });
  expect(changesOf(graded)).toMatchObject([
    { itemKey: "IR-1", itemFacts: { "handling-code": "c", "human-release": "not-released" } },
    { field: "police.intelligenceCurrent", value: true },
  ]);
  const expired = eventSaying({
    type: "police.intelligence.expired",
    time: "2026-11-10T10:00:00Z",
    says: { at: "2026-11-10T10:00:00Z", irRef: "IR-1" },
  });
  expect(recordAfter(policeEvents, graded, expired).values).toEqual({ "police.intelligenceCurrent": false });
});

test("a test on arrest belongs to the police, and an officer leads from a day", () => {
  const at = "2026-11-21T03:20:00Z";
  const { values } = recordAfter(
    policeEvents,
    eventSaying({
      type: "police.drug-test-on-arrest.recorded",
      time: at,
      says: { at, opiates: "negative", cocaine: "positive" },
    }),
    eventSaying({
      type: "police.lead-officer.assigned",
      time: "2026-11-20T09:00:00Z",
      says: { collarNumber: "HC3107", from: "2026-11-25" },
    }),
  );
  expect(values).toEqual({
    "treatment.drugTestOnArrest": { at, opiates: "negative", cocaine: "positive" },
    "police.leadOfficer": { collarNumber: "HC3107", from: "2026-11-25" },
  });
});

test("a visit is no field of the record", () => {
  const at = "2026-11-19T17:05:00Z";
  const visit = eventSaying({
    type: "police.contact.recorded",
    time: at,
    says: { at, type: "homeVisit", outcome: "seen" },
  });
  expect(recordAfter(policeEvents, visit).values).toEqual({});
});

function changesOf(event: typeof arrest) {
  return policeEvents[event.type]?.(event) ?? [];
}
