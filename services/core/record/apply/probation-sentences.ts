import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { EventPayloads } from "#schemas/generated/types.ts";
import type { ApplyEvent, RecordChange } from "../record-change.ts";
import { londonDay } from "./london-day.ts";
import { onEvent } from "./on-event.ts";

/** Sentences, their requirements, and licences with their conditions. */
export const probationSentenceEvents: Readonly<Record<string, ApplyEvent>> = {
  ...onEvent("probation.sentence.created", sentenced),
  ...onEvent("probation.sentence.amended", sentenced),
  ...onEvent("probation.sentence.terminated", terminated),
  ...onEvent("probation.licence.activated", licensed),
  ...onEvent("probation.licence.inactivated", ({ licenceId }, { time: asOf }) => [
    { kind: "clear", field: "probation.licenceConditions", itemKeyPrefix: `${licenceId}:`, asOf },
  ]),
};

type Sentence = EventPayloads["probation.sentence.created"];

/** A sentence whose detail was withheld, or that a contact list only mentions, leaves what it does not say alone. */
function sentenced(said: Sentence, { time: asOf }: AgencyEvent): readonly RecordChange[] {
  const { requirements, detailWithheld: _, ...sentence } = said;
  if (sentence.type === undefined || sentence.date === undefined) {
    return [];
  }
  const set: RecordChange = { kind: "set", field: "probation.sentence", value: sentence, asOf };
  return requirements === undefined ? [set] : [set, ...requirementChanges(said, asOf)];
}

/** The sentence stays, with the day it ended: what it was goes on to matter. Its requirements bind no longer. */
function terminated(
  said: EventPayloads["probation.sentence.terminated"],
  { time: asOf }: AgencyEvent,
): readonly RecordChange[] {
  const { terminatedAt, requirements: _, detailWithheld: __, ...sentence } = said;
  const ended = londonDay(terminatedAt);
  const orderEnd = sentence.orderEnd !== undefined && sentence.orderEnd < ended ? sentence.orderEnd : ended;
  const change: RecordChange =
    sentence.type === undefined || sentence.date === undefined
      ? { kind: "clear", field: "probation.sentence", asOf }
      : { kind: "set", field: "probation.sentence", value: { ...sentence, orderEnd }, asOf };
  return [change, clearRequirements(said.eventNumber, asOf)];
}

const REQUIREMENT_CATEGORIES: Readonly<Record<string, string>> = {
  DRR: "treatment",
  ATR: "treatment",
  MHTR: "treatment",
};

function requirementChanges({ eventNumber, requirements, date, orderEnd }: Sentence, asOf: string) {
  const items = (requirements ?? []).map(
    (type): RecordChange => ({
      kind: "put-item",
      field: "probation.requirements",
      itemKey: `${eventNumber}:${type}`,
      value: { type, start: date, end: orderEnd },
      asOf,
      itemFacts: { "condition-category": REQUIREMENT_CATEGORIES[type] ?? "other" },
    }),
  );
  return [clearRequirements(eventNumber, asOf), ...items];
}

function clearRequirements(eventNumber: string, asOf: string): RecordChange {
  return { kind: "clear", field: "probation.requirements", itemKeyPrefix: `${eventNumber}:`, asOf };
}

/** A licence states all its conditions; one that was withheld states none. */
function licensed(
  { licenceId, conditions }: EventPayloads["probation.licence.activated"],
  { time: asOf }: AgencyEvent,
): readonly RecordChange[] {
  if (conditions === undefined) {
    return [];
  }
  const items = conditions.map(
    (value, at): RecordChange => ({
      kind: "put-item",
      field: "probation.licenceConditions",
      itemKey: `${licenceId}:${value.code ?? at}`,
      value,
      asOf,
      itemFacts: { "condition-category": value.category },
    }),
  );
  return [{ kind: "clear", field: "probation.licenceConditions", itemKeyPrefix: `${licenceId}:`, asOf }, ...items];
}
