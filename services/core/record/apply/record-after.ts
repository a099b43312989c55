import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { EventPayloads } from "#schemas/generated/types.ts";
import { validateEvent, validateRecordField } from "#schemas/validate.ts";
import { applyChanges } from "../apply-changes.ts";
import type { ApplyEvent } from "../record-change.ts";
import type { RecordState } from "../record-state.ts";

type Saying<Type extends keyof EventPayloads> = {
  readonly type: Type;
  readonly time: string;
  readonly says: EventPayloads[Type];
};

/** For tests: an event of an agency, checked against its schema as it would be on the way in. */
export function eventSaying<Type extends keyof EventPayloads>({ type, time, says }: Saying<Type>): AgencyEvent {
  const agencyid = `solent-${type.split(".")[0]}`;
  const checked = validateEvent({
    specversion: "1.0",
    id: `${type}-${time.replaceAll(":", ".")}`,
    source: `/agencies/${agencyid}/made-up`,
    type,
    time,
    datacontenttype: "application/json",
    dataschema: `/schemas/${type}/1`,
    agencyid,
    recordedtime: "2026-11-21T12:00:00Z",
    gscmarking: "OFFICIAL-SENSITIVE",
    data: {
      version: 1,
      sourceRecordRef: "made-up",
      personReference: null,
      dataSubjectCategory: "other",
      assertion: "fact",
      additionalInformation: says,
    },
  });
  if (!checked.valid) {
    throw new Error(`${type}: ${JSON.stringify(checked.problems)}`);
  }
  return checked.event;
}

const NOBODY_YET: RecordState = {
  personId: "made-up",
  version: 0,
  cells: [],
  identifiers: [],
  consents: [],
  restriction: null,
};

/** For tests: a record after events, in the order given. Fails when a value is not one the record may hold. */
export function recordAfter(meanings: Readonly<Record<string, ApplyEvent>>, ...events: readonly AgencyEvent[]) {
  let state = NOBODY_YET;
  for (const event of events) {
    const meaning = meanings[event.type];
    if (meaning === undefined) {
      throw new Error(`${event.type} means nothing`);
    }
    const { state: after } = applyChanges(state, meaning(event), {
      agencyId: event.agencyid,
      eventId: event.id,
      eventTime: event.time,
      recordedTime: event.recordedtime,
    });
    state = after;
  }
  const held = state.cells.filter(({ kind }) => kind === "value");
  for (const { field, value } of held) {
    const checked = validateRecordField(field, value);
    if (!checked.valid) {
      throw new Error(`${field}: ${JSON.stringify(checked.problems)}`);
    }
  }
  return {
    values: Object.fromEntries(
      held.map(({ field, itemKey, value }) => [itemKey === "" ? field : `${field}[${itemKey}]`, value]),
    ),
    consents: state.consents.map(({ consent }) => consent),
  };
}
