import { expect, test } from "vitest";
import { diffAgreements, diffByField } from "#policies/diff-agreements.ts";
import type { Pieces } from "#policies/pieces.ts";
import { reachDifference, reachDifferenceByScope } from "#policies/reach/reach-difference.ts";
import { reachByScope, reachOf } from "#policies/reach.ts";
import { readDraft } from "#test/agreement-drafts.ts";
import { scenarioPolicies } from "#test/bench/policy/scenario.ts";
import { inTurns } from "./in-turns.ts";

const readIom = () => readDraft("agreements/solent-iom.isa.yaml");

/** What came of it, and how often something else had its turn meanwhile. */
async function besides<Result>(pieces: Pieces<Result>) {
  let turns = 0;
  let isOver = false;
  const next = () => {
    turns += 1;
    if (!isOver) {
      setImmediate(next);
    }
  };
  setImmediate(next);
  const result = await inTurns(pieces);
  isOver = true;
  return { result, turns };
}

test("a first look at all that can ever be seen leaves other calls their turn, and comes to the same", async () => {
  const { result, turns } = await besides(reachByScope(scenarioPolicies([readIom()]).agreements));
  expect(turns).toBeGreaterThan(5);
  expect(result).toEqual(reachOf(scenarioPolicies([readIom()]).agreements));
});

test("so does the check of a first version, which is a gain from beginning to end", async () => {
  const compared = await besides(diffByField(null, readIom()));
  const { changes } = compared.result;
  const reach = await besides(reachDifferenceByScope(null, readIom(), changes));
  expect([compared.turns, reach.turns].every((turns) => turns > 5)).toBe(true);
  expect(compared.result).toEqual(diffAgreements(null, readIom()));
  expect(reach.result).toEqual(reachDifference(null, readIom(), changes));
});
