import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "#services/platform/environment/package-root.ts";
import { parseAgreementFile, readAgreementFiles } from "./read-agreement-files.ts";

test.each([
  ["an anchor", "a: &x 1\nb: 2\n", 1],
  ["an alias", "a: &x 1\nb: *x\n", 1],
  ["a tag", "a: 1\nb: !!str 2\n", 2],
  ["a tag of its own", "a: !secret 1\n", 1],
  ["a duplicate key", "a: 1\nb: 2\na: 3\n", 3],
  ["a broken line", "a: [1, 2\nb: 3\n", 2],
])("%s is a fault with its line, and the file is not used", (_what, text, line) => {
  const parsed = parseAgreementFile("x.isa.yaml", text);
  expect(parsed.file).toBeNull();
  expect(parsed.faults[0]).toMatchObject({ file: "x.isa.yaml", line });
});

test("a file without end is refused by its size", () => {
  expect(parseAgreementFile("x.isa.yaml", "a".repeat(2_000_000)).faults).toHaveLength(1);
});

test("words that other YAML turns into booleans and dates stay words", () => {
  expect(parseAgreementFile("x.isa.yaml", "a: yes\nb: 2026-11-21\nc: on\n").file?.document).toEqual({
    a: "yes",
    b: "2026-11-21",
    c: "on",
  });
});

test("a member is found by its line, and a missing one by its nearest parent's", () => {
  const file = parseAgreementFile("x.isa.yaml", "a: 1\nb:\n  - id: p\n  - id: q\n").file;
  expect(file?.lineOf(["b", 1, "id"])).toBe(4);
  expect(file?.lineOf(["b", 1, "label"])).toBe(4);
});

test("the two agreements of the demonstration are plain YAML", async () => {
  const { files, faults } = await readAgreementFiles(join(packageRoot(), "policies", "agreements"));
  expect(faults).toEqual([]);
  expect(files.map(({ file }) => file)).toEqual(["solent-iom.isa.yaml", "solent-substance-misuse.isa.yaml"]);
});
