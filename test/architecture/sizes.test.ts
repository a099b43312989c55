import { expect, test } from "vitest";
import { sourceFiles } from "./source-files.ts";

const LINES_MAX = 250;

test(`no hand-written file is longer than ${LINES_MAX} lines`, () => {
  const long = sourceFiles(".ts", ".tsx", ".mjs", ".sh")
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split("\n").length }))
    .filter(({ lines }) => lines > LINES_MAX);

  expect(long).toEqual([]);
});
