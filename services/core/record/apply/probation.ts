import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { EventPayloads } from "#schemas/generated/types.ts";
import type { ApplyEvent, RecordChange } from "../record-change.ts";
import { londonDay } from "./london-day.ts";
import { noChange, onEvent } from "./on-event.ts";
import { probationRegisterEvents } from "./probation-registers.ts";
import { probationSentenceEvents } from "./probation-sentences.ts";

/** Keeps everybody out: no work e-mail and no agency is called this. */
const NOBODY = "restriction-not-readable";

/** What the events of probation say of a person. */
export const probationEvents: Readonly<Record<string, ApplyEvent>> = {
  ...probationRegisterEvents,
  ...probationSentenceEvents,
  ...onEvent("probation.case.opened", noChange),
  ...onEvent("probation.case.merged", (merge) => [retire(merge)]),
  ...onEvent("probation.case.unmerged", (merge) => [{ ...retire(merge), undo: true }]),
  ...onEvent("probation.identifier.linked", ({ nomsNumber }) => [
    { kind: "add-identifier", identifier: { type: "NOMS", value: nomsNumber, valid: true } },
  ]),
  // Where a person lives is taken from housing.
  ...onEvent("probation.address.created", noChange),
  ...onEvent("probation.address.updated", noChange),
  ...onEvent("probation.address.deleted", noChange),
  ...onEvent("probation.placement.arrived", noChange),
  ...onEvent("probation.placement.departed", noChange),
  ...onEvent("probation.appointment.created", appointment),
  ...onEvent("probation.appointment.recorded", appointment),
  ...onEvent("probation.enforcement.recorded", ({ enforcementId, ...action }, { time: asOf }) => [
    { kind: "put-item", field: "probation.enforcement", itemKey: enforcementId, value: action, asOf },
  ]),
  ...onEvent("probation.access-restriction.changed", restrictAccess),
  ...onEvent("probation.mappa.changed", mappa),
  ...onEvent("probation.risk-score.changed", riskScore),
  ...onEvent("probation.needs.changed", needs),
  ...onEvent("probation.tier.changed", ({ tier }, { time: asOf }) =>
    tier === undefined ? [] : [{ kind: "set", field: "probation.tier", value: tier, asOf }],
  ),
  ...onEvent("probation.practitioner.changed", ({ detailWithheld: _, name, ...rest }, { time: asOf }) =>
    name === undefined
      ? []
      : [{ kind: "set", field: "probation.probationPractitioner", value: { name, ...rest }, asOf }],
  ),
  // Never forwarded: it would be a warning to the person. So it leaves no trace in the record.
  ...onEvent("probation.recall.considered", noChange),
};

function retire({ sourceCrn, targetCrn }: EventPayloads["probation.case.merged"]): RecordChange & {
  readonly kind: "retire-identifier";
} {
  const crn = (value: string) => ({ type: "CRN", value, valid: true }) as const;
  return { kind: "retire-identifier", retired: crn(sourceCrn), survivor: crn(targetCrn) };
}

/**
 * The contact list knows only the day, so one appointment a day of a type is one item, whichever feed tells of it; the
 * one that knows the hour is the newer.
 */
function appointment(
  { at, type, outcome }: Partial<EventPayloads["probation.appointment.recorded"]>,
  { time: asOf }: AgencyEvent,
): readonly RecordChange[] {
  if (at === undefined || type === undefined) {
    return [];
  }
  const itemKey = `${londonDay(at)}:${type.toLowerCase()}`;
  return [{ kind: "put-item", field: "probation.appointments", itemKey, value: { at, type, outcome }, asOf }];
}

/** A restriction that probation did not spell out lets nobody in. */
function restrictAccess(
  { excluded, restricted, readable }: EventPayloads["probation.access-restriction.changed"],
  { time: asOf }: AgencyEvent,
): readonly RecordChange[] {
  return [{ kind: "restrict-access", excluded, restricted: readable ? restricted : [NOBODY], asOf }];
}

function mappa(
  { state, category, level, reviewDate, notes }: EventPayloads["probation.mappa.changed"],
  { time: asOf }: AgencyEvent,
): readonly RecordChange[] {
  if (state === "removed") {
    return [{ kind: "clear", field: "probation.mappa", asOf }];
  }
  if (category === undefined || level === undefined) {
    return [];
  }
  return [{ kind: "set", field: "probation.mappa", value: { category, level, reviewDate, notes }, asOf }];
}

function riskScore(
  { rsrBand, rsrScore, rsrKind, ogrs3TwoYear }: EventPayloads["probation.risk-score.changed"],
  { time: asOf }: AgencyEvent,
): readonly RecordChange[] {
  const rsr = { band: rsrBand, score: rsrScore, kind: rsrKind };
  return [
    ...(rsrBand === undefined ? [] : [{ kind: "set" as const, field: "probation.rsr" as const, value: rsr, asOf }]),
    ...(ogrs3TwoYear === undefined
      ? []
      : [{ kind: "set" as const, field: "probation.ogrs3TwoYear" as const, value: ogrs3TwoYear, asOf }]),
  ];
}

const NEED_PATHWAYS: Readonly<Record<string, string>> = {
  accommodation: "accommodation",
  substanceMisuse: "substance-misuse",
};

/** An assessment states every need there is. */
function needs(said: EventPayloads["probation.needs.changed"], { time: asOf }: AgencyEvent): readonly RecordChange[] {
  const rosh = said.roshLevel === undefined ? [] : [roshChange(said.roshLevel, asOf)];
  if (said.needs === undefined) {
    return rosh;
  }
  const items = said.needs.map(
    (value): RecordChange => ({
      kind: "put-item",
      field: "probation.criminogenicNeeds",
      itemKey: value.pathway,
      value,
      asOf,
      itemFacts: { "need-pathway": NEED_PATHWAYS[value.pathway] ?? "other" },
    }),
  );
  return [{ kind: "clear", field: "probation.criminogenicNeeds", asOf }, ...items, ...rosh];
}

function roshChange(level: string, asOf: string): RecordChange {
  return { kind: "set", field: "probation.roshLevel", value: { level }, asOf };
}
