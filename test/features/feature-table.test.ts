import { expect, test } from "vitest";
import { featureTable, featureTests, withTable } from "./feature-table.ts";

const FILE = "test/journeys/one.test.ts";

test("a test is listed by the number in its name; a group that has one, and a test without, are not", () => {
  const text = `describe("F-53 to F-54: a young person", () => {});\ntest("F-40: who is green leaves", () => {});\ntest("no number");`;
  const found = featureTests(FILE, text);
  expect(found).toEqual([{ feature: "F-40", file: FILE, says: "who is green leaves" }]);
  expect(featureTable(found).split("\n")).toEqual([
    "| feature | test |",
    "| --- | --- |",
    `| F-40 | who is green leaves (\`${FILE}\`) |`,
  ]);
});

test("a page keeps what stands around the table, and one without a place for it is told of", () => {
  const page = "Before.\n<!-- features: made by `npm run features` -->\nold\n<!-- end of features -->\nAfter.\n";
  expect(withTable(page, "new")).toBe(
    "Before.\n<!-- features: made by `npm run features` -->\n\nnew\n\n<!-- end of features -->\nAfter.\n",
  );
  expect(withTable("Nothing.", "new")).toBeNull();
});
