import fc from "fast-check";
import { expect, test } from "vitest";
import type { Fact } from "#schemas/vocabulary.ts";
import { circumstanceFinder, circumstancesOf, isAmong } from "./circumstances.ts";
import { tupleAt, tupleCount, tupleIndex } from "./fact-tuple.ts";

const FACTS: readonly Fact[] = ["age-group", "cohort", "mappa", "treatment-consent"];

const someTuples = fc.subarray([...FACTS]).chain((facts) =>
  fc.record({
    facts: fc.constant(facts),
    tuples: fc.subarray(Array.from({ length: tupleCount(facts) }, (_, tuple) => tuple)),
  }),
);

test("circumstances hold for exactly the combinations they were made of", () => {
  fc.assert(
    fc.property(someTuples, ({ facts, tuples }) => {
      const circumstances = circumstancesOf(facts, tuples);

      const holding = Array.from({ length: tupleCount(facts) }, (_, tuple) => tuple).filter((tuple) =>
        isAmong(circumstances, tupleAt(facts, tuple)),
      );
      expect(holding).toEqual(tuples);
    }),
    { numRuns: 300 },
  );
});

test("no circumstance is spare: without any one of them, something is missing", () => {
  fc.assert(
    fc.property(someTuples, ({ facts, tuples }) => {
      const circumstances = circumstancesOf(facts, tuples);

      for (const spared of circumstances) {
        const others = circumstances.filter((circumstance) => circumstance !== spared);
        expect(tuples.some((tuple) => !isAmong(others, tupleAt(facts, tuple)))).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});

function tuplesWhere(facts: readonly Fact[], holds: (known: Record<string, string | undefined>) => boolean) {
  return Array.from({ length: tupleCount(facts) }, (_, tuple) => tuple).filter((tuple) => holds(tupleAt(facts, tuple)));
}

test("always is one circumstance that names nothing, and never is none", () => {
  const everything = tuplesWhere(FACTS, () => true);

  expect(circumstancesOf(FACTS, everything)).toEqual([{}]);
  expect(circumstancesOf([], [0])).toEqual([{}]);
  expect(circumstancesOf(FACTS, [])).toEqual([]);
});

test("not knowing is a value like any other, and is named", () => {
  const bites = tuplesWhere(["age-group", "mappa"], (known) => known["age-group"] !== "adult");

  expect(circumstancesOf(["age-group", "mappa"], bites)).toEqual([{ "age-group": ["under-18", "unknown"] }]);
});

test("two reasons that overlap are two circumstances, each as wide as it can be", () => {
  const facts: readonly Fact[] = ["cohort", "mappa"];
  const either = tuplesWhere(facts, (known) => known["cohort"] === "fixed" || known["mappa"] === "yes");

  expect(circumstancesOf(facts, either)).toEqual([{ mappa: ["yes"] }, { cohort: ["fixed"] }]);
});

test("a finder gives the same answer the second time, and not that of other facts", () => {
  const find = circumstanceFinder();
  const first = find(["mappa"], [tupleIndex(["mappa"], { mappa: "yes" })]);

  expect(find(["mappa"], [0])).toBe(first);
  expect(find(["age-group"], [0])).toEqual([{ "age-group": ["under-18"] }]);
});
