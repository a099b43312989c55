import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { HeldValue } from "#schemas/published-record.ts";
import type { ReleaseForm } from "#schemas/vocabulary.ts";
import { heightOf } from "./catalogue.ts";
import type { CellDecision } from "./decision.ts";

/** Place of an agency in the scheme's precedence; lower comes first. */
export type PrecedenceOf = (originator: string) => number;

/** The highest form among the cells of a list. */
export function highestForm(field: FieldPath, cells: readonly CellDecision[]): ReleaseForm {
  let highest: ReleaseForm = "withhold";
  for (const { form } of cells) {
    if (form !== highest && heightOf(field, form) > heightOf(field, highest)) {
      highest = form;
    }
  }
  return highest;
}

/** The cell that answers a field: highest form, then the scheme's precedence, then the newest value. */
export function bestCell(
  field: FieldPath,
  held: readonly HeldValue[],
  cells: readonly CellDecision[],
  precedenceOf: PrecedenceOf,
): number {
  let best = 0;
  for (let at = 1; at < cells.length; at += 1) {
    if (isBetter(standing(at), standing(best))) {
      best = at;
    }
  }
  return best;

  function standing(at: number): readonly number[] {
    const form = cells[at]?.form ?? "withhold";
    const newest = Date.parse(held[at]?.asOf ?? "");
    return [heightOf(field, form), -precedenceOf(held[at]?.originator ?? ""), Number.isNaN(newest) ? 0 : newest];
  }
}

function isBetter(one: readonly number[], other: readonly number[]): boolean {
  const at = one.findIndex((figure, place) => figure !== other[place]);
  return at !== -1 && (one[at] ?? 0) > (other[at] ?? 0);
}
