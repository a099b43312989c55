import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { EventPayloads } from "#schemas/generated/types.ts";
import type { ApplyEvent, RecordChange } from "../record-change.ts";
import { londonDay } from "./london-day.ts";
import { noChange, onEvent } from "./on-event.ts";

/** What the events of the police say of a person. */
export const policeEvents: Readonly<Record<string, ApplyEvent>> = {
  ...onEvent("police.arrest.recorded", arrested),
  ...onEvent("police.charge.recorded", charged),
  // Crimes are about nobody yet.
  ...onEvent("police.crime-batch.received", noChange),
  ...onEvent("police.intelligence.graded", graded),
  ...onEvent("police.intelligence.expired", ({ irRef }, { time: asOf }) => [
    { kind: "set", field: "police.intelligenceCurrent", value: false, asOf },
    ...(irRef === undefined ? [] : [takeAway("police.intelligence", irRef, asOf)]),
  ]),
  ...onEvent("police.warrant.issued", (warrant, { time: asOf }) => [
    { kind: "put-item", field: "police.warrants", itemKey: warrant.warrantRef, value: warrant, asOf },
  ]),
  ...onEvent("police.warrant.executed", ({ warrantRef }, { time: asOf }) => [
    warrantRef === undefined
      ? { kind: "clear", field: "police.warrants", asOf }
      : takeAway("police.warrants", warrantRef, asOf),
  ]),
  ...onEvent("police.wanted-status.changed", ({ status }, { time: asOf }) => [
    { kind: "set", field: "police.wantedStatus", value: status, asOf },
  ]),
  ...onEvent("police.drug-test-on-arrest.recorded", (test, { time: asOf }) => [
    { kind: "set", field: "treatment.drugTestOnArrest", value: test, asOf },
  ]),
  ...onEvent("police.contact.recorded", noChange),
  ...onEvent("police.lead-officer.assigned", (officer, { time: asOf }) => [
    { kind: "set", field: "police.leadOfficer", value: officer, asOf },
  ]),
  ...onEvent("police.match-outcome.recorded", noChange),
};

/** An arrest is not history: nothing has been found, and no further action ends it without a trace. */
function arrested(
  { arrestedAt, station, hoCode, status }: EventPayloads["police.arrest.recorded"],
  { time: asOf }: AgencyEvent,
): readonly RecordChange[] {
  if (status === "noFurtherAction") {
    return [{ kind: "clear", field: "police.currentArrest", asOf }];
  }
  const value = { arrestedAt, station, offenceHoCode: hoCode, status };
  return [{ kind: "set", field: "police.currentArrest", value, asOf }];
}

function charged(said: EventPayloads["police.charge.recorded"], event: AgencyEvent): readonly RecordChange[] {
  const { time: asOf } = event;
  // Where the force names no occurrence, the same offence decided on the same day is the same entry.
  const itemKey = said.occurrenceRef ?? `${londonDay(said.chargedAt)}:${said.hoCode ?? ""}`;
  if (said.outcome === "noFurtherAction") {
    return [{ kind: "clear", field: "police.currentArrest", asOf }, takeAway("police.offendingHistory", itemKey, asOf)];
  }
  return [...chargedOffence(said, itemKey, asOf), ...bailConditions(said, itemKey, asOf)];
}

function chargedOffence(
  { hoCode, cjsCode, chargedAt, outcome }: EventPayloads["police.charge.recorded"],
  itemKey: string,
  asOf: string,
): readonly RecordChange[] {
  if (hoCode === undefined) {
    return [];
  }
  const value = { hoCode, cjsCode, date: londonDay(chargedAt), disposal: outcome };
  return [{ kind: "put-item", field: "police.offendingHistory", itemKey, value, asOf }];
}

function bailConditions(
  { bailConditions: conditions }: EventPayloads["police.charge.recorded"],
  itemKey: string,
  asOf: string,
): readonly RecordChange[] {
  if (conditions === undefined) {
    return [];
  }
  return [
    { kind: "clear", field: "police.bailConditions", itemKeyPrefix: `${itemKey}:`, asOf },
    ...conditions.map(
      (value, at): RecordChange => ({
        kind: "put-item",
        field: "police.bailConditions",
        itemKey: `${itemKey}:${value.code ?? at}`,
        value,
        asOf,
        itemFacts: { "condition-category": value.category },
      }),
    ),
  ];
}

/** Code C is never shared without a human releasing that very report, and no event is a release. */
function graded(
  { gradedAt: _, ...report }: EventPayloads["police.intelligence.graded"],
  { time: asOf }: AgencyEvent,
): readonly RecordChange[] {
  return [
    {
      kind: "put-item",
      field: "police.intelligence",
      itemKey: report.irRef,
      value: report,
      asOf,
      itemFacts: { "handling-code": report.handling === "P" ? "p" : "c", "human-release": "not-released" },
    },
    { kind: "set", field: "police.intelligenceCurrent", value: true, asOf },
  ];
}

function takeAway(
  field: "police.intelligence" | "police.warrants" | "police.offendingHistory",
  itemKey: string,
  asOf: string,
): RecordChange {
  return { kind: "remove-item", field, itemKey, asOf };
}
