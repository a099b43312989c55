import { isFieldPath } from "#schemas/field-paths.ts";
import type { PublishedRecord } from "#schemas/published-record.ts";
import type { Scheme } from "#schemas/scheme.ts";
import { HeldValues } from "../facts/held-values.ts";

/** The values of a person as they are published. */
export function heldInDocument(values: PublishedRecord["values"], scheme: Scheme): HeldValues {
  const cells = Object.entries(values).flatMap(([field, held]) =>
    isFieldPath(field)
      ? (held ?? []).map(({ originator, itemKey = "", value, asOf }) => ({ field, originator, itemKey, value, asOf }))
      : [],
  );
  return new HeldValues(cells, scheme);
}
