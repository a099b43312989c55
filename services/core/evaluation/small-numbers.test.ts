import fc from "fast-check";
import { expect, test } from "vitest";
import { shownCount, wholeOrNothing, withoutSmallNumbers } from "./small-numbers.ts";

const counted = (counts: readonly number[]) => counts.map((people, at) => ({ key: `c${at}`, people, value: people }));
const shown = (counts: readonly number[], k: number) =>
  withoutSmallNumbers(counted(counts), k).map(({ value }) => value);

test("a count below the threshold is hidden, and another with it, so that the total does not give it away", () => {
  expect(shown([40, 3, 20], 10)).toEqual([40, null, null]);
  expect(shown([40, 20, 3], 10)).toEqual([null, 20, null]);
  expect(shown([40, 20, 10], 10)).toEqual([40, 20, 10]);
});

test("none at all is a small number too", () => {
  expect(shown([0, 40, 20], 10)).toEqual([null, null, 20]);
});

test("two small ones that would both be known from their sum take a third with them", () => {
  expect(shown([9, 40, 9, 50], 10)).toEqual([null, null, null, 50]);
});

test("fewer people than the threshold are hidden as a whole", () => {
  expect(shown([2, 3], 10)).toEqual([null, null]);
  expect(shown([9], 10)).toEqual([null]);
});

test("a total is hidden below the threshold, and at it is not", () => {
  expect([9, 10].map((count) => shownCount(count, 10))).toEqual([null, 10]);
});

test("a table of two breakdowns is whole or nothing", () => {
  expect(wholeOrNothing(counted([10, 40]), 10).map(({ value }) => value)).toEqual([10, 40]);
  expect(wholeOrNothing(counted([9, 40]), 10).map(({ value }) => value)).toEqual([null, null]);
});

const sumOf = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);

/** All ways to put `total` people into so many cells. */
function* tables(cells: number, total: number): Generator<readonly number[]> {
  if (cells === 1) {
    yield [total];
    return;
  }
  for (let first = 0; first <= total; first += 1) {
    for (const rest of tables(cells - 1, total - first)) {
      yield [first, ...rest];
    }
  }
}

/**
 * Somebody who knows the total, the rule and everything shown takes every table that would have looked the same. What is certain
 * about a hidden cell in all of them is given away.
 */
test.each([
  [2, 3],
  [3, 3],
  [4, 3],
  [3, 5],
])("no hidden cell of %i can be worked out, whatever is known of the rule (threshold %i)", (cells, k) => {
  for (let total = k; total <= 6 * k; total += 1) {
    const alike = new Map<string, (readonly number[])[]>();
    for (const table of tables(cells, total)) {
      const key = JSON.stringify(shown(table, k));
      alike.set(key, [...(alike.get(key) ?? []), table]);
    }
    for (const [key, looksThis] of alike) {
      const hiddenAt = (JSON.parse(key) as (number | null)[]).flatMap((value, at) => (value === null ? [at] : []));
      for (const at of hiddenAt) {
        const possible = new Set(looksThis.map((table) => table[at]));
        expect({ total, key, at, isKnown: possible.size === 1 }).toEqual({ total, key, at, isKnown: false });
      }
    }
  }
});

test("whatever is counted, nothing small is shown and no hidden cell stands alone", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(60), { minLength: 1, maxLength: 12 }), fc.integer({ min: 2, max: 15 }), (counts, k) => {
      const result = shown(counts, k);
      const hidden = counts.filter((_count, at) => result[at] === null);
      const total = sumOf(counts);
      expect(result.every((value, at) => value === null || (value === counts[at] && value >= k))).toBe(true);
      if (hidden.length > 0 && total >= k) {
        expect(hidden.length).toBeGreaterThan(1);
        expect(hidden.length === counts.length || sumOf(hidden) > hidden.length * (k - 1)).toBe(true);
      }
    }),
  );
});
