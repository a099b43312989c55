import { expect, test } from "vitest";
import { csvCells, jsonCells, memberAt, xmlCells } from "./cells.ts";
import { UK_DATE } from "./dates.ts";

test("a row reports everything that is wrong with it at once", () => {
  const cells = csvCells({ NAME: " ", BORN: "31/02/2026", KIND: "maybe", COUNT: "seven" });

  cells.requiredText("NAME");
  cells.requiredDate("BORN", UK_DATE);
  cells.requiredCode("KIND", { yes: true, no: false });
  cells.integer("COUNT", { min: 0, max: 9 });

  expect(cells.failed).toBe(true);
  expect(cells.problems).toEqual([
    {
      code: "MISSING_REQUIRED_FIELD",
      kind: "error",
      why: "NAME is empty or absent",
      requiredAction: "send the row again with NAME",
    },
    {
      code: "INVALID_DATE",
      kind: "error",
      why: "BORN is not a real date written as dd/mm/yyyy",
      requiredAction: "correct BORN (dd/mm/yyyy)",
    },
    {
      code: "UNKNOWN_CODE",
      kind: "error",
      why: "KIND `maybe` is not in the code map",
      requiredAction: "send one of yes, no",
    },
    {
      code: "OUT_OF_RANGE",
      kind: "error",
      why: "COUNT is outside its allowed range",
      requiredAction: "send COUNT as a number from 0 to 9",
    },
  ]);
});

test("a missing date is missing, not malformed", () => {
  const cells = csvCells({ BORN: "" });
  expect(cells.requiredDate("BORN", UK_DATE)).toBe("");
  expect(cells.problems.map((problem) => problem.code)).toEqual(["MISSING_REQUIRED_FIELD"]);
});

test("an optional cell that is empty is null and no problem", () => {
  const cells = csvCells({ BORN: "", COUNT: " " });
  expect([cells.date("BORN", UK_DATE), cells.number("COUNT", { min: 0, max: 1 }), cells.text("NONE")]).toEqual([
    null,
    null,
    null,
  ]);
  expect(cells.failed).toBe(false);
});

test("a code is shown in the problem, free text is not", () => {
  const cells = csvCells({ KIND: "Daniel Ashdown, 1 High Street" });
  cells.code("KIND", { yes: true });
  expect(cells.problems[0]?.why).toBe("the value of KIND is not in the code map");
});

test("names of Object.prototype are neither codes nor members", () => {
  const cells = csvCells({ KIND: "constructor" });
  expect(cells.code("KIND", { yes: true })).toBeNull();
  expect(memberAt({}, "__proto__.toString")).toBeUndefined();
  expect(csvCells({}).text("toString")).toBeNull();
});

test("JSON members are read by path, numbers as they are written, objects as empty", () => {
  const cells = jsonCells({ a: { b: " x " }, n: 2, o: { p: 1 } });
  expect([cells.text("a.b"), cells.text("n"), cells.text("o"), cells.text("a.b.c")]).toEqual(["x", "2", null, null]);
});

test("XML cells are child elements and attributes", () => {
  const element = {
    name: "Offence",
    attributes: { code: "TH68023" },
    children: [{ name: "Text", attributes: {}, children: [], text: " burglary " }],
    text: "",
  };
  const cells = xmlCells(element);
  expect([cells.text("@code"), cells.text("Text"), cells.text("@none"), cells.text("None")]).toEqual([
    "TH68023",
    "burglary",
    null,
    null,
  ]);
});

test("a problem with an attribute names it as the sender would look for it", () => {
  const order = { name: "LegalOutcome", attributes: { code: "BIRCHING" }, children: [], text: "" };
  const cells = xmlCells(order);

  cells.requiredCode("@code", { YRO: "yro" });

  expect(cells.problems.map(({ why }) => why)).toEqual(["LegalOutcome code `BIRCHING` is not in the code map"]);
});
