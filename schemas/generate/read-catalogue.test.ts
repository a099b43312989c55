import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { isSchema, type JsonSchema } from "./load-schemas.ts";
import { readCatalogue } from "./read-catalogue.ts";

const RECORD: unknown = JSON.parse(
  readFileSync(new URL("../records/offender-record.v1.schema.json", import.meta.url), "utf8"),
);

/** The real record with one place of one field changed; `undefined` takes the keyword away. */
function recordWith(path: readonly string[], keyword: string, value: unknown): JsonSchema {
  const copy: unknown = structuredClone(RECORD);
  let node: unknown = copy;
  for (const step of path) {
    node = isSchema(node) ? node[step] : undefined;
  }
  if (!isSchema(node) || !isSchema(copy)) {
    throw new Error(`no such place: ${path.join("/")}`);
  }
  Object.assign(node, { [keyword]: value });
  return JSON.parse(JSON.stringify(copy));
}

const PNC = ["properties", "police", "properties", "pncId"];
const HISTORY = ["properties", "police", "properties", "offendingHistory"];
const HO_CODE = [...HISTORY, "items", "properties", "hoCode"];
const CELL = [...HISTORY, "items"];

describe("readCatalogue", () => {
  test("reads every field of the record", () => {
    expect(isSchema(RECORD) && readCatalogue(RECORD)).toHaveLength(125);
  });

  test.each([
    ["x-owner", PNC, undefined, "police.pncId"],
    ["x-owner", PNC, "spies", "police.pncId"],
    ["x-sensitivity", PNC, undefined, "police.pncId"],
    ["x-sensitivity", PNC, "secret", "police.pncId"],
    ["x-ladder", PNC, undefined, "police.pncId"],
    ["x-ladder", PNC, ["mask", "full"], "police.pncId"],
    ["x-ladder", PNC, ["withhold", "full", "mask"], "police.pncId"],
    ["x-ladder", PNC, ["withhold", "mask", "blur", "full"], "police.pncId"],
    ["x-ladder", PNC, ["withhold", "mask", "mask", "full"], "police.pncId"],
    ["x-cell-facts", PNC, ["mood"], "police.pncId"],
    ["title", PNC, undefined, "police.pncId"],
    ["description", PNC, "", "police.pncId"],
    ["title", HO_CODE, undefined, "police.offendingHistory[].hoCode"],
    ["description", HO_CODE, undefined, "police.offendingHistory[].hoCode"],
    ["x-owner", HO_CODE, "police", "police.offendingHistory[].hoCode"],
    ["x-ladder", CELL, ["withhold", "full"], "police.offendingHistory[]"],
  ])("refuses a record in which %s of %j is %j, naming the path", (keyword, path, value, named) => {
    expect(() => readCatalogue(recordWith(path, keyword, value))).toThrow(`${named}:`);
  });

  test("refuses a group that lets unknown fields in", () => {
    expect(() => readCatalogue(recordWith(["properties", "police"], "additionalProperties", true))).toThrow("police:");
  });
});
