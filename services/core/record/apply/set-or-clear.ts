import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { RecordChange } from "../record-change.ts";

/** For an event that tells the whole of something: what it leaves out is no longer so. */
export function setOrClear(field: FieldPath, value: unknown, asOf: string): RecordChange {
  return value === undefined ? { kind: "clear", field, asOf } : { kind: "set", field, value, asOf };
}
