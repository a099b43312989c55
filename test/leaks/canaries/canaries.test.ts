import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { isFieldPath } from "#schemas/field-paths.ts";
import { FIELD_PATHS } from "#schemas/generated/field-paths.ts";
import { validateRecordField } from "#schemas/validate.ts";
import { canaryFields } from "./canary-value.ts";
import { findCanaries, needlesFor } from "./find-canaries.ts";

describe("canaryFields", () => {
  const fields = canaryFields(1);

  test("has a valid value for every field of the record", () => {
    const problems = [...fields].flatMap(([field, { value }]) => {
      const outcome = isFieldPath(field) ? validateRecordField(field, value) : { valid: false as const, problems: [] };
      return outcome.valid ? [] : [{ field, value, ...outcome }];
    });

    expect([...fields.keys()]).toEqual([...FIELD_PATHS]);
    expect(problems).toEqual([]);
  });

  test("has no token twice, in one person or in four", () => {
    const tokens = [1, 2, 3, 4].flatMap((serial) =>
      [...canaryFields(serial).values()].flatMap(({ canaries }) => canaries.flatMap(({ token }) => token ?? [])),
    );

    expect(new Set(tokens).size).toBe(tokens.length);
    expect(tokens.length).toBeGreaterThan(800);
    expect(tokens.filter((token) => token.length < 6)).toEqual([]);
  });

  test("leaves without a token only where the values are too few to be told from chance", () => {
    const fieldsWithout = [...fields].filter(([, { canaries }]) => canaries.every(({ token }) => token === null));

    expect(fieldsWithout.length).toBeLessThan(35);
  });
});

describe("findCanaries", () => {
  const token = "Canryabcdefg";
  const needles = needlesFor([token, "1961-03-17"]);
  const bytes = (text: string) => Buffer.from(text, "utf8");
  const json = `{"fields":{"x":{"value":"${token}"}}}`;

  test.each([
    ["plainly", bytes(json)],
    ["in base64", bytes(`data: ${bytes(json).toString("base64")}`)],
    ["in base64, one byte further on", bytes(bytes(` ${json}`).toString("base64"))],
    ["in base64url, two bytes further on", bytes(bytes(`  ${json}`).toString("base64url"))],
    ["in hex", bytes(bytes(json).toString("hex"))],
    ["percent-encoded", bytes(encodeURIComponent(json))],
    ["JSON-escaped", bytes([...token].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`).join(""))],
    ["gzipped", Buffer.concat([bytes("head"), gzipSync(json)])],
  ])("finds a token that lies in bytes %s", (_, haystack) => {
    expect([...findCanaries(haystack, needles)]).toEqual([token]);
  });

  test("finds its SHA-256", async () => {
    const digest = Buffer.from(await crypto.subtle.digest("SHA-256", bytes(token)));
    expect([...findCanaries(bytes(digest.toString("hex")), needles)]).toEqual([token]);
    expect([...findCanaries(bytes(digest.toString("base64url")), needles)]).toEqual([token]);
  });

  test("finds nothing in bytes that hold no token", () => {
    expect([...findCanaries(bytes('{"fields":{}} 1961-03-1'), needles)]).toEqual([]);
  });
});
