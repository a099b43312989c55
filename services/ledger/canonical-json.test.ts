import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { canonicalBytes, canonicalJson } from "./canonical-json.ts";

const VECTORS = new URL("../../../shared/vectors/jcs/", import.meta.url);
const vectorNames = existsSync(VECTORS) ? readdirSync(new URL("input/", VECTORS)) : [];

test.each([
  ["undefined", undefined],
  ["a function", () => 1],
  ["not a number", Number.NaN],
  ["infinity", Number.POSITIVE_INFINITY],
  ["a bigint", 1n],
  ["a lone surrogate", "\ud800"],
  ["a lone surrogate as a member name", { "\udead": 1 }],
])("%s has no canonical form", (_name, value) => {
  expect(() => canonicalJson(value)).toThrow(TypeError);
});

test("every character is spelled as JSON spells it, and half of one is not spelled at all", () => {
  for (let unit = 0; unit <= 0xffff; unit += 1) {
    const text = `a${String.fromCharCode(unit)}z`;
    if (unit >= 0xd800 && unit <= 0xdfff) {
      expect(() => canonicalJson(text)).toThrow("lone surrogate");
    } else if (canonicalJson(text) !== JSON.stringify(text)) {
      expect.fail(`U+${unit.toString(16)} is spelled ${canonicalJson(text)}`);
    }
  }
});

test("a member called __proto__ is a member, and an empty place of a list is no JSON", () => {
  expect(canonicalJson(JSON.parse('{"__proto__":{"a":1},"a":[],"b":{}}'))).toBe('{"__proto__":{"a":1},"a":[],"b":{}}');
  expect(() => canonicalJson(Array.from({ length: 1 }))).toThrow(TypeError);
});

test("nesting without end is refused", () => {
  let nested: unknown = 0;
  for (let level = 0; level < 100; level += 1) {
    nested = [nested];
  }
  expect(() => canonicalJson(nested)).toThrow("nested too deep");
});

test("members are ordered by UTF-16 code units, and absent ones are left out", () => {
  expect(canonicalJson({ "\u20ac": 1, b: undefined, a: [1, null, true], "\ud83d\ude02": 2, "\r": 3 })).toBe(
    '{"\\r":3,"a":[1,null,true],"\u20ac":1,"\ud83d\ude02":2}',
  );
});

test("minus zero and exponents are written as ECMAScript writes them", () => {
  expect(canonicalJson([-0, 1e21, 1e-7, 4.5])).toBe("[0,1e+21,1e-7,4.5]");
});

test.skipIf(vectorNames.length === 0)("the RFC 8785 vectors are reproduced byte for byte", () => {
  for (const name of vectorNames) {
    const input: unknown = JSON.parse(readFileSync(new URL(`input/${name}`, VECTORS), "utf8"));
    expect(canonicalBytes(input).equals(readFileSync(new URL(`output/${name}`, VECTORS))), name).toBe(true);
  }
});
