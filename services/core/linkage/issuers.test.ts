import { expect, test } from "vitest";
import { mayVouchFor, scopeOf } from "./issuers.ts";
import { recordKeyOf } from "./link-records.ts";

test.each([
  ["PNC", "police", true],
  ["PNC", "yot", false],
  ["CRN", "probation", true],
  ["CRN", "prison", false],
  ["NOMS", "prison", true],
  ["NOMS", "probation", true],
  ["NOMS", "electronic-monitoring", false],
  ["LOCAL", "housing", true],
] as const)("whether a %s is vouched for by %s: %s", (type, sender, expected) => {
  expect(mayVouchFor(type, sender)).toBe(expected);
});

test("local ids mean nothing outside the agency that gave them", () => {
  expect(scopeOf("LOCAL", "solent-housing")).toBe("solent-housing");
  expect(scopeOf("CRN", "solent-probation")).toBe("");
});

test("a record goes by its local id, else by a valid identifier, else by the reference of its row", () => {
  const pnc = { type: "PNC", value: "2007/9001234F", valid: true } as const;
  const local = { type: "LOCAL", value: "HC0010001", valid: true } as const;
  expect(recordKeyOf({ identifiers: [pnc, local] }, "row")).toBe("LOCAL HC0010001");
  expect(recordKeyOf({ identifiers: [{ ...pnc, valid: false }, pnc] }, "row")).toBe("PNC 2007/9001234F");
  expect(recordKeyOf({ identifiers: [{ ...pnc, valid: false }] }, "row")).toBe("REF row");
});
