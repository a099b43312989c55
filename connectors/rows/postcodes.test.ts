import { expect, test } from "vitest";
import { csvCells } from "./cells.ts";
import { readFullPostcode, readPostcode } from "./postcodes.ts";

test.each([
  ["SO14 0ZZ", "SO14 0ZZ", "SO14 0ZZ"],
  [" so140zz ", "SO14 0ZZ", "SO14 0ZZ"],
  ["W1A  1AA", "W1A 1AA", "W1A 1AA"],
  ["SO15 0", "SO15 0", null],
  ["SO15", "SO15", null],
  ["SOUTHAMPTON", null, null],
  ["SO14 0ZZZ", null, null],
])("postcode %s is %s, and as a whole one %s", (sent, any, whole) => {
  const cells = csvCells({ POSTCODE: sent });
  const fullCells = csvCells({ POSTCODE: sent });
  expect([readPostcode(cells, "POSTCODE"), readFullPostcode(fullCells, "POSTCODE")]).toEqual([any, whole]);
  expect([cells.failed, cells.problems.length]).toEqual([false, any === null ? 1 : 0]);
  expect([fullCells.failed, fullCells.problems.length]).toEqual([false, whole === null ? 1 : 0]);
});

test("an empty postcode is no problem", () => {
  const cells = csvCells({ POSTCODE: " " });
  expect([readPostcode(cells, "POSTCODE"), cells.problems]).toEqual([null, []]);
});
