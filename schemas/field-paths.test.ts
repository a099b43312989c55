import { expect, test } from "vitest";
import { formatFieldAddress, isFieldPath, parseFieldAddress } from "./field-paths.ts";
import { FIELD_PATHS } from "./generated/field-paths.ts";

test("every field of the record is an address of itself", () => {
  for (const field of FIELD_PATHS) {
    const address = parseFieldAddress(field);
    expect(address).toMatchObject({ field, eachItem: false, members: [] });
    expect(address && formatFieldAddress(address)).toBe(field);
  }
});

test.each([
  ["police.offendingHistory[].hoCode", { field: "police.offendingHistory", eachItem: true, members: ["hoCode"] }],
  ["police.offendingHistory[]", { field: "police.offendingHistory", eachItem: true, members: [] }],
  ["probation.mappa.level", { field: "probation.mappa", group: "probation", name: "mappa", members: ["level"] }],
])("%s is a place inside a field", (text, expected) => {
  const address = parseFieldAddress(text);
  expect(address).toMatchObject(expected);
  expect(address && formatFieldAddress(address)).toBe(text);
});

test.each([
  "",
  "personId",
  "police",
  "police.",
  "police.nothingOfTheKind",
  "police.offendingHistory[0].hoCode",
  "police.offendingHistory..hoCode",
  "police.offendingHistory[].__proto__",
  "police.offendingHistory.a.b.c.d",
  `police.leadOfficer.${"a".repeat(200)}`,
  "constructor.name",
])("%j is no address", (text) => {
  expect(parseFieldAddress(text)).toBeNull();
  expect(isFieldPath(text)).toBe(false);
});
