/*
 * Cells of typed columns as plain numbers, for the paths that touch tens of millions of them. One function for each kind,
 * so that each stays of one shape to the compiler. The callers keep their places in range; beyond it is 0.
 */

export function int32At(column: Int32Array, at: number): number {
  return column[at] ?? 0;
}

export function uint32At(column: Uint32Array, at: number): number {
  return column[at] ?? 0;
}

export function uint8At(column: Uint8Array, at: number): number {
  return column[at] ?? 0;
}

export function float64At(column: Float64Array, at: number): number {
  return column[at] ?? 0;
}
