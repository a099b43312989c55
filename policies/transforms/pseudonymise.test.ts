import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { pseudonymise } from "./pseudonymise.ts";

const hmacSha256 = (key: Uint8Array, data: Uint8Array) => createHmac("sha256", key).update(data).digest();
const crypto = { hmacSha256, pseudonymKey: new Uint8Array([1, 2, 3]) };

test("one identifier has one pseudonym, another identifier, field or key has another", () => {
  const one = pseudonymise("police.pncId", "2007/9001234F", crypto);
  expect(pseudonymise("police.pncId", "2007/9001234F", crypto)).toBe(one);
  const others = [
    pseudonymise("police.pncId", "2011/9004567P", crypto),
    pseudonymise("identity.croNumber", "2007/9001234F", crypto),
    pseudonymise("police.pncId", "2007/9001234F", { ...crypto, pseudonymKey: new Uint8Array([1, 2, 4]) }),
  ];
  expect(new Set([one, ...others]).size).toBe(4);
});

test("what is no identifier has no pseudonym", () => {
  expect(pseudonymise("police.pncId", 42, crypto)).toBeUndefined();
});
