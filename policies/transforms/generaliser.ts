import type { FieldPath } from "#schemas/generated/field-paths.ts";

export type Occasion = { readonly field: FieldPath; readonly now: Date };

/**
 * Makes a coarser value of a field, of a list field from all its items together. Undefined when it cannot, which
 * withholds the field. It accepts the value in full and every form between that and its own.
 */
export type Generaliser = {
  readonly of: (value: unknown, occasion: Occasion) => unknown;
  /** How much of the date of a value this form still tells. */
  readonly grain: "day" | "month";
};

export function byDay(of: Generaliser["of"]): Generaliser {
  return { of, grain: "day" };
}

export function byMonth(of: Generaliser["of"]): Generaliser {
  return { of, grain: "month" };
}
