/** Side of a cell of the metre grid that narrows a search down. */
const CELL_CM = 20_000;
const PER_CM = 1 / CELL_CM;
const CELLS_EAST = 3_500;
const CELLS_NORTH = 6_500;
export const CELL_COUNT = CELLS_EAST * CELLS_NORTH;

/** Wide enough for whatever rounding or a path through a corner might leave out. */
const SLACK_CM = 100;

/** What the cells of one leg fit into: those of a line across the whole grid. */
export const CROSSED_MAX = 2 * (CELLS_EAST + CELLS_NORTH);

/** The cells at the edge reach on without end, so that a place beyond the grid has one too. */
function columnOf(eastingCm: number): number {
  const column = (eastingCm * PER_CM) | 0;
  return column < 0 ? 0 : column >= CELLS_EAST ? CELLS_EAST - 1 : column;
}

function rowOf(northingCm: number): number {
  const row = (northingCm * PER_CM) | 0;
  return row < 0 ? 0 : row >= CELLS_NORTH ? CELLS_NORTH - 1 : row;
}

export function cellOf(eastingCm: number, northingCm: number): number {
  return rowOf(northingCm) * CELLS_EAST + columnOf(eastingCm);
}

/** Every cell that a circle may touch, and a few more. */
export function cellsOfCircle(eastingCm: number, northingCm: number, radiusCm: number): readonly number[] {
  const reach = radiusCm + SLACK_CM;
  const cells: number[] = [];
  for (let row = rowOf(northingCm - reach); row <= rowOf(northingCm + reach); row += 1) {
    for (let column = columnOf(eastingCm - reach); column <= columnOf(eastingCm + reach); column += 1) {
      cells.push(row * CELLS_EAST + column);
    }
  }
  return cells;
}

/**
 * Writes the cells a leg crosses to `cells` and returns how many: row by row, so that the steps are bounded by the cells
 * between its ends and no tie of fractions can prolong them. A cell that it touches in one point may be missing, which
 * the slack of `cellsOfCircle` makes up for.
 */
export function crossedCells(x1: number, y1: number, x2: number, y2: number, cells: Int32Array): number {
  if (y1 > y2) {
    return crossedCells(x2, y2, x1, y1, cells);
  }
  const lastRow = rowOf(y2);
  if (rowOf(y1) === lastRow) {
    return writeRow(lastRow, x1, x2, cells, 0);
  }
  const slope = (x2 - x1) / (y2 - y1);
  let count = 0;
  let x = x1;
  for (let row = rowOf(y1); row <= lastRow; row += 1) {
    const next = row === lastRow ? x2 : x1 + ((row + 1) * CELL_CM - y1) * slope;
    count = writeRow(row, x, next, cells, count);
    x = next;
  }
  return count;
}

function writeRow(row: number, xa: number, xb: number, cells: Int32Array, count: number): number {
  const first = columnOf(Math.min(xa, xb));
  const last = columnOf(Math.max(xa, xb));
  for (let column = first; column <= last; column += 1) {
    cells[count + column - first] = row * CELLS_EAST + column;
  }
  return count + last - first + 1;
}
