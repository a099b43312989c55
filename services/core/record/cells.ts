import { isDeepStrictEqual } from "node:util";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import { type Cell, isNewer } from "./record-state.ts";

/** The cells that stand, while statements are applied to them. */
export type CellWorkings = {
  readonly standing: Map<string, Cell>;
  /** Every statement made, whether it stands or not. */
  readonly statements: Cell[];
  readonly changedFields: Set<FieldPath>;
};

export function cellKey({ field, originator, kind, itemKey }: Cell): string {
  return JSON.stringify([field, originator, kind === "clear", itemKey]);
}

/** Makes one statement about one value or item. It stands unless what is held is newer. */
export function stateCell(workings: CellWorkings, cell: Cell): void {
  workings.statements.push(cell);
  const key = cellKey(cell);
  const held = workings.standing.get(key);
  if ((held !== undefined && isNewer(held, cell)) || isCleared(workings, cell)) {
    return;
  }
  workings.standing.set(key, cell);
  if (!saysTheSame(held, cell)) {
    workings.changedFields.add(cell.field);
  }
}

/** Takes away everything of a field, or the items under a prefix, that is not newer than the clearing. */
export function clearCells(workings: CellWorkings, clear: Cell): void {
  workings.statements.push(clear);
  const key = cellKey(clear);
  const earlier = workings.standing.get(key);
  if (earlier !== undefined && isNewer(earlier, clear)) {
    return;
  }
  workings.standing.set(key, clear);
  for (const [heldKey, held] of workings.standing) {
    if (isUnder(held, clear) && !isNewer(held, clear)) {
      workings.standing.delete(heldKey);
      workings.changedFields.add(clear.field);
    }
  }
}

function isCleared({ standing }: CellWorkings, cell: Cell): boolean {
  return [...standing.values()].some(
    (clear) => clear.kind === "clear" && isUnder(cell, clear, cell.kind) && isNewer(clear, cell),
  );
}

function isUnder(cell: Cell, clear: Cell, kind: Cell["kind"] = "value"): boolean {
  return (
    cell.kind === kind &&
    cell.kind !== "clear" &&
    cell.field === clear.field &&
    cell.originator === clear.originator &&
    cell.itemKey.startsWith(clear.itemKey)
  );
}

/** A later date on the same value is no change to anybody. */
function saysTheSame(held: Cell | undefined, cell: Cell): boolean {
  if (cell.kind === "removed") {
    return held === undefined || held.kind === "removed";
  }
  return (
    held?.kind === "value" &&
    held.itemOwner === cell.itemOwner &&
    isDeepStrictEqual(held.value, cell.value) &&
    isDeepStrictEqual(held.itemFacts, cell.itemFacts) &&
    isDeepStrictEqual(held.evidence, cell.evidence)
  );
}
