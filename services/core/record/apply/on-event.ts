import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { EventPayloads } from "#schemas/generated/types.ts";
import type { ApplyEvent, RecordChange } from "../record-change.ts";

/** What one event type does, with its payload typed: nothing reaches the record that has not met the event's schema. */
export function onEvent<Type extends keyof EventPayloads>(
  type: Type,
  changes: (said: EventPayloads[Type], event: AgencyEvent) => readonly RecordChange[],
): Readonly<Record<string, ApplyEvent>> {
  return { [type]: (event) => changes(event.data.additionalInformation as EventPayloads[Type], event) };
}

/** Carried for the log and for whoever listens; the record has no field for it. */
export function noChange(): readonly RecordChange[] {
  return [];
}
