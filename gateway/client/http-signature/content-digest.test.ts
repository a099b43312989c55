import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { contentDigest, parseContentDigest, startDigestCheck } from "./content-digest.ts";

const BODY = Buffer.from('{"hello": "world"}');
const SHA512 = `sha-512=:${createHash("sha512").update(BODY).digest("base64")}:`;

function matches(header: string, body = BODY): boolean | string {
  const parsed = parseContentDigest(header);
  if (typeof parsed === "string") {
    return parsed;
  }
  const check = startDigestCheck(parsed);
  check.update(body.subarray(0, 5));
  check.update(body.subarray(5));
  return check.matches();
}

test("a digest matches the bytes it was made of, in however many pieces they come", () => {
  expect(contentDigest(BODY)).toBe("sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:");
  expect(matches(contentDigest(BODY))).toBe(true);
  expect(matches(contentDigest(BODY), Buffer.from('{"hello": "World"}'))).toBe(false);
});

test("every digest that is named must match", () => {
  expect(matches(`${contentDigest(BODY)}, ${SHA512}`)).toBe(true);
  expect(matches(`${SHA512}, ${contentDigest(BODY)}`)).toBe(true);
  expect(matches(`${contentDigest(BODY)}, sha-512=:${Buffer.alloc(64).toString("base64")}:`)).toBe(false);
  expect(matches(`sha-256=:${Buffer.alloc(31).toString("base64")}:`)).toBe(false);
});

test.each([
  [SHA512, "content-digest-algorithm"],
  ["md5=:AA==:", "content-digest-algorithm"],
  [`${contentDigest(BODY)}, md5=:AA==:`, "content-digest-algorithm"],
  ["constructor=:AA==:", "content-digest-algorithm"],
  ["", "header-malformed"],
  ["sha-256=AA==", "header-malformed"],
  ["sha-256=:AA:", "header-malformed"],
  ["SHA-256=:AA==:", "header-malformed"],
  [`${contentDigest(BODY)},${SHA512}`, "header-malformed"],
  [`${contentDigest(BODY)}, ${contentDigest(BODY)}`, "header-malformed"],
  [`${contentDigest(BODY)};x=1`, "header-malformed"],
])("%s is refused as %s", (header, code) => {
  expect(parseContentDigest(header)).toBe(code);
});
