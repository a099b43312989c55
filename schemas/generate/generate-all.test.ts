import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { generateAll } from "./generate-all.ts";

const SCHEMAS = fileURLToPath(new URL("..", import.meta.url));
const ARREST = "events/police/arrest-recorded.v1.schema.json";
const EVENT = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: "https://concordat.example/schemas/events/police.arrest.recorded/1",
  title: "Arrest recorded",
  type: "object",
  additionalProperties: false,
  properties: { at: { $ref: "https://concordat.example/schemas/vocabulary.v1.schema.json#/$defs/utcInstant" } },
};

function schemasWith(file: string, schema: unknown): string {
  const folder = mkdtempSync(join(tmpdir(), "concordat-schemas-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const part of ["vocabulary.v1.schema.json", "records", "agreements", "events/agency-event.v1.schema.json"]) {
    cpSync(join(SCHEMAS, part), join(folder, part), { recursive: true });
  }
  mkdirSync(join(folder, "events/police"), { recursive: true });
  writeFileSync(join(folder, file), typeof schema === "string" ? schema : JSON.stringify(schema));
  return folder;
}

describe("generateAll", () => {
  test("gives the same bytes twice", () => {
    expect(generateAll(SCHEMAS)).toEqual(generateAll(SCHEMAS));
  });

  test("writes what is checked in", () => {
    const stale = [...generateAll(SCHEMAS)]
      .filter(([file, text]) => readFileSync(join(SCHEMAS, "generated", file), "utf8") !== text)
      .map(([file]) => file);

    expect(stale, 'run "npm run generate"').toEqual([]);
  });

  test("leaves neither require nor code generation in the validators", () => {
    const files = generateAll(SCHEMAS);
    expect(`${files.get("validators.ts")}${files.get("agreement-validator.ts")}`).not.toMatch(
      /\brequire\(|new Function|\beval\(|module\.exports/,
    );
  });

  test.each([
    ["an $id that is not the file's path", { ...EVENT, $id: EVENT.$id.replace("arrest", "charge") }, "$id must be"],
    ["text that is not JSON", "{", "not JSON"],
    ["a keyword nobody knows", { ...EVENT, "x-colour": "red" }, "x-colour"],
    ["a reference to nothing", { ...EVENT, properties: { at: { $ref: `${EVENT.$id}#/$defs/none` } } }, "at"],
  ])("refuses %s", (_, schema, message) => {
    expect(() => generateAll(schemasWith(ARREST, schema))).toThrow(message);
  });

  test("refuses a schema in a place that no convention covers", () => {
    expect(() => generateAll(schemasWith("loose.v1.schema.json", EVENT))).toThrow("loose.v1.schema.json");
  });

  test("prints the type of an event's payload", () => {
    const types = generateAll(schemasWith(ARREST, EVENT)).get("types.ts");
    expect(types).toContain(`readonly "police.arrest.recorded": { readonly "at"?: string };`);
  });
});
