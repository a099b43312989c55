import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseStrictJson, type StrictJson } from "./strict-json.ts";

const VECTORS = fileURLToPath(new URL("../../shared/vectors/json-parsing/", import.meta.url));
const utf8 = (text: string): StrictJson => parseStrictJson(new TextEncoder().encode(text));

const LEAF = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.maxSafeInteger(),
  fc.double({ min: -1e15, max: 1e15, noNaN: true }),
  fc.boolean(),
  fc.constant(null),
);
const NAME = fc.string({ unit: "binary" }).filter((name) => !/^(__proto__|constructor|prototype)$/.test(name));

describe("parseStrictJson", () => {
  test("reads whatever JSON.stringify writes, when it keeps to the rules", () => {
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ depthSize: "small" }, LEAF, fc.array(tie("value")), fc.dictionary(NAME, tie("value"))),
    }));
    fc.assert(
      fc.property(value, (sent) => {
        const text = JSON.stringify(sent, null, 1);
        expect(utf8(text)).toEqual({ valid: true, value: JSON.parse(text) });
      }),
    );
  });

  test("reads a string of five million characters", () => {
    const text = JSON.stringify("é\\".repeat(2_500_000));

    expect(utf8(text)).toEqual({ valid: true, value: JSON.parse(text) });
  });

  test.each([
    ["a member given twice", '{"a":1,"b":{"c":1,"c":1}}'],
    ["a member given twice, once escaped", '{"a":1,"\\u0061":1}'],
  ])("refuses %s as json-duplicate-member", (_, text) => {
    expect(utf8(text)).toMatchObject({ valid: false, code: "json-duplicate-member" });
  });

  test.each([
    ["nothing at all", ""],
    ["a byte order mark", "\ufeff{}"],
    ["__proto__", '{"__proto__":{}}'],
    ["__proto__ in escapes", '{"\\u005f_proto__":{}}'],
    ["constructor", '[{"constructor":{}}]'],
    ["prototype", '{"a":{"prototype":1}}'],
    ["an unpaired high surrogate", '["\\ud800"]'],
    ["an unpaired low surrogate in a name", '{"\\udc00":1}'],
    ["a number beyond the double range", "1e400"],
    ["an integer a double cannot hold", "9007199254740992"],
    ["a negative integer a double cannot hold", "-9007199254740992"],
    ["33 levels", `${"[".repeat(33)}${"]".repeat(33)}`],
    ["10,000 levels", "[".repeat(10_000)],
    ["a trailing comma", "[1,]"],
    ["text after the value", "{} {}"],
    ["a leading zero", "01"],
    ["a plus sign", "+1"],
    ["NaN", "NaN"],
    ["a comment", "/* */1"],
    ["an unescaped control character", '"\n"'],
    ["an unknown escape", '"\\x41"'],
    ["a member name of 201 characters", `{"${"a".repeat(201)}":1}`],
  ])("refuses %s as json-not-acceptable", (_, text) => {
    expect(utf8(text)).toMatchObject({ valid: false, code: "json-not-acceptable" });
  });

  test.each([
    ["an overlong encoding", [0x22, 0xc0, 0xaf, 0x22]],
    ["an encoded surrogate", [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ["a lone continuation byte", [0x22, 0x80, 0x22]],
  ])("refuses %s as json-not-acceptable", (_, bytes) => {
    expect(parseStrictJson(Uint8Array.from(bytes))).toMatchObject({ valid: false, code: "json-not-acceptable" });
  });

  test("says where, and never what", () => {
    expect(utf8('{"name":"Dana Marsh","name":"Dana Marsh"}')).toEqual({
      valid: false,
      code: "json-duplicate-member",
      message: "duplicate member at character 21",
    });
  });

  test("accepts 32 levels and the largest safe integer", () => {
    expect(utf8(`${"[".repeat(32)}${"]".repeat(32)}`).valid).toBe(true);
    expect(utf8("9007199254740991")).toEqual({ valid: true, value: Number.MAX_SAFE_INTEGER });
  });
});

/** Valid RFC 8259 that the hub's own, stricter rules refuse by name. */
const STRICTER = new Map([
  ["y_object_duplicated_key.json", "duplicate member"],
  ["y_object_duplicated_key_and_value.json", "duplicate member"],
  ["y_object_extreme_numbers.json", "number out of range"],
  ["y_number.json", "number out of range"],
  ["y_number_real_capital_e.json", "number out of range"],
  ["y_number_real_exponent.json", "number out of range"],
  ["y_number_real_fraction_exponent.json", "number out of range"],
]);

describe.skipIf(!existsSync(VECTORS))("JSONTestSuite, texts that RFC 8259 allows", () => {
  const files = existsSync(VECTORS) ? readdirSync(VECTORS).filter((file) => file.endsWith(".json")) : [];

  test.each(files)("%s is read as JSON.parse reads it, or refused by a named rule", (file) => {
    const bytes = readFileSync(`${VECTORS}${file}`);
    const outcome = parseStrictJson(bytes);
    const rule = STRICTER.get(file);
    if (rule === undefined) {
      expect(outcome).toEqual({ valid: true, value: JSON.parse(bytes.toString("utf8")) });
    } else {
      expect(outcome).toMatchObject({ valid: false, message: expect.stringContaining(rule) });
    }
  });
});
