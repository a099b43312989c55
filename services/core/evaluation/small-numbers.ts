/** One line of a breakdown: how many people it rests on, by which it is judged, and what is shown of it. */
export type Cell = { readonly key: string; readonly people: number; readonly value: number };

/** `value` null: too few people to show, or shown it would give away one that is. */
export type ShownCell = { readonly key: string; readonly value: number | null };

/**
 * Hides every cell that rests on fewer than `k` people, none among them, and as many others as keep a hidden one from being had by
 * subtraction from the total: at least two are hidden or none, and together they rest on more people than if each had as many as a
 * hidden one can have at most, since then each would have just that.
 *
 * Which other cell goes is settled by its place and never by its size. The smallest or largest of the rest would be known to be no
 * larger or smaller than those shown, and a hidden count can be told from that.
 *
 * The lines and their order are the same whoever is counted. A breakdown of fewer than `k` people is hidden as a whole.
 */
export function withoutSmallNumbers(cells: readonly Cell[], k: number): readonly ShownCell[] {
  const hidden = new Set(cells.flatMap(({ people }, at) => (people < k ? [at] : [])));
  const first = cells.findIndex(({ people }) => people < k);
  for (let step = 1; first >= 0 && step < cells.length && !isKept(cells, hidden, k); step += 1) {
    hidden.add((first + step) % cells.length);
  }
  return cells.map(({ key, value }, at) => ({ key, value: hidden.has(at) ? null : value }));
}

function isKept(cells: readonly Cell[], hidden: ReadonlySet<number>, k: number): boolean {
  const people = cells.reduce((sum, cell, at) => sum + (hidden.has(at) ? cell.people : 0), 0);
  return hidden.size >= 2 && people > hidden.size * (k - 1);
}

/**
 * A table of two breakdowns at once is shown with every cell or with none: its margins are shown elsewhere, and one hidden cell could
 * be had from them.
 */
export function wholeOrNothing(cells: readonly Cell[], k: number): readonly ShownCell[] {
  const isWhole = cells.every(({ people }) => people >= k);
  return cells.map(({ key, value }) => ({ key, value: isWhole ? value : null }));
}

export function shownCount(count: number, k: number): number | null {
  return count < k ? null : count;
}
