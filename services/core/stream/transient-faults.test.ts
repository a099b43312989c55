import { expect, test } from "vitest";
import { faultCode, isTransient } from "./transient-faults.ts";

test.each([
  ["CONNECTION_CLOSED", true],
  ["ECONNREFUSED", true],
  ["57P01", true],
  ["08006", true],
  ["53300", true],
  ["40P01", true],
  ["23505", false],
  ["22P05", false],
  ["57014", false],
])("a fault of code %s goes away by itself: %s", (code, expected) => {
  expect(isTransient(coded(code))).toBe(expected);
});

test("the cause of a fault counts, and an endless chain of causes does not hang", () => {
  expect(isTransient(new Error("the ledger entry was not stored", { cause: coded("57P01") }))).toBe(true);
  const endless = new Error("round");
  endless.cause = endless;
  expect(isTransient(endless)).toBe(false);
  expect(isTransient("text")).toBe(false);
});

test("a fault is logged by its code or name, never by its message", () => {
  expect(faultCode(coded("23505"))).toBe("23505");
  expect(faultCode(new TypeError("Ashdown is not a function"))).toBe("TypeError");
  expect(faultCode("Ashdown")).toBe("unknown");
});

function coded(code: string): Error {
  return Object.assign(new Error("made up"), { code });
}
