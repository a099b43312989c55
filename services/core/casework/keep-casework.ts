import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { RecordChange } from "../record/record-change.ts";
import type { RecordState } from "../record/record-state.ts";
import { CASEWORK } from "./hub-event.ts";

/** What casework decides once it has begun: a line of the old register no longer changes it. */
const DECIDED: ReadonlySet<FieldPath> = new Set(["iom.cohort", "iom.registeredOn", "iom.lifecycleState"]);

/** The changes of an event without those of fields that the hub's own casework has taken over. */
export function keepCasework(
  { cells }: Pick<RecordState, "cells">,
  eventId: string,
  changes: readonly RecordChange[],
): readonly RecordChange[] {
  const hasBegun = cells.some(
    ({ kind, field, eventId: by }) => kind === "value" && field === "iom.lifecycleState" && by.startsWith(CASEWORK),
  );
  return hasBegun && !eventId.startsWith(CASEWORK)
    ? changes.filter((change) => !("field" in change && DECIDED.has(change.field)))
    : changes;
}
