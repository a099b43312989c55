import { expect, test } from "vitest";
import { csvCells } from "./cells.ts";
import { givenIdentifiers, readCrn, readCro, readNoms, readPnc } from "./identifiers.ts";

const cellsOf = (ID: string) => csvCells({ ID });

test.each([
  ["07/9001234F", "2007/9001234F"],
  ["2007/9001234F", "2007/9001234F"],
  ["98/45p", "1998/0000045P"],
])("PNC %s is %s", (sent, value) => {
  const cells = cellsOf(sent);
  expect(readPnc(cells, "ID", 26)).toEqual({ type: "PNC", value, valid: true });
  expect(cells.problems).toEqual([]);
});

test.each([
  ["2015/9007001A", "2015/9007001A"],
  ["not a number at all, and much longer than any number", "not a number at all, and much longer tha"],
])("PNC %s lets the row in with a warning, and is not valid", (sent, value) => {
  const cells = cellsOf(sent);
  expect(readPnc(cells, "ID", 26)).toEqual({ type: "PNC", value, valid: false });
  expect(cells.problems).toMatchObject([{ code: "INVALID_CHECK_LETTER", kind: "warning" }]);
  expect(cells.failed).toBe(false);
});

test("a CRO of zeros passes its check letter and is junk all the same", () => {
  expect(readCro(cellsOf("000000/00Z"), "ID")).toMatchObject({ valid: false });
  expect(readCro(cellsOf("SF98/40123K"), "ID")).toEqual({ type: "CRO", value: "SF98/40123K", valid: true });
});

test("a CRN or prison number in another form rejects the row", () => {
  const crn = cellsOf("X90012");
  const noms = cellsOf("A90071G");
  expect([readCrn(crn, "ID"), readNoms(noms, "ID")]).toEqual([null, null]);
  expect([crn, noms].map(({ problems }) => problems.map(({ code }) => code))).toEqual([
    ["INVALID_IDENTIFIER_FORMAT"],
    ["INVALID_IDENTIFIER_FORMAT"],
  ]);
});

test("an empty identifier is none, and no problem", () => {
  const cells = cellsOf(" ");
  const read = [readPnc(cells, "ID", 26), readCro(cells, "ID"), readCrn(cells, "ID"), readNoms(cells, "ID")];
  expect(givenIdentifiers(...read)).toEqual([]);
  expect(cells.problems).toEqual([]);
});
