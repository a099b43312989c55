import { expect, test } from "vitest";
import { sourceFiles } from "./source-files.ts";

const EVALUATION = /from "[^"]*(?:\/evaluation\/|ogrs3)/;

/**
 * A predictive score is shown beside the evidence and decides nothing (handbook F-76, s.49 DPA 2018): no rule of the colour and no
 * rule of sharing can reach the scale, and the colour reads no score of anybody's either.
 */
test("no rule of the colour and none of sharing knows the reconviction scale", () => {
  const rules = sourceFiles(".ts").filter(({ path }) => /^(?:policies|services\/core\/rag)\//.test(path));
  const rag = rules.filter(({ path }) => path.startsWith("services/core/rag/"));

  expect(rag.length).toBeGreaterThan(10);
  expect(rules.filter(({ text }) => EVALUATION.test(text)).map(({ path }) => path)).toEqual([]);
  expect(rag.filter(({ text }) => /ogrs/i.test(text)).map(({ path }) => path)).toEqual([]);
});

test("an import of it would be seen", () => {
  expect('import { scoreOgrs3 } from "../evaluation/ogrs3/score-ogrs3.ts";').toMatch(EVALUATION);
});
