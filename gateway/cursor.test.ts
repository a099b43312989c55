import { expect, test } from "vitest";
import { openCursor, sealCursor } from "./cursor.ts";

const secret = new Uint8Array(32).fill(7);
const cursor = sealCursor(secret, "subscription-a", "42");

test.each([
  ["of another scope", "subscription-b", cursor],
  ["made with another key", "subscription-a", sealCursor(new Uint8Array(32), "subscription-a", "42")],
  ["with one character changed", "subscription-a", `${cursor.slice(0, -1)}${cursor.endsWith("A") ? "B" : "A"}`],
  ["with something after it", "subscription-a", `${cursor}=`],
  ["that is empty", "subscription-a", ""],
  ["that is not base64url", "subscription-a", "é".repeat(cursor.length)],
])("a cursor %s is not accepted", (_what, scope, forged) => {
  expect(() => openCursor(secret, scope, forged)).toThrow("not ours");
});

test("scope and position cannot be cut differently", () => {
  expect(() => openCursor(secret, "a", sealCursor(secret, "ab", "c"))).toThrow("not ours");
});

test("a cursor opens to the position it was made for", () => {
  expect(openCursor(secret, "subscription-a", cursor)).toBe("42");
});
