import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { parsePlainYaml, readPlainYamlFile } from "./plain-yaml.ts";

test.each([
  ["a: &x 1\n", 1, "An anchor (&) is not accepted: write the value out."],
  ["a: &x 1\nb: *x\n", 1, "An anchor (&) is not accepted: write the value out."],
  ["a: &x 1\nb: *x\n", 2, "An alias (*) is not accepted: write the value out."],
  ["a: 1\nb: !!str 2\n", 2, "A tag (!) is not accepted."],
  ["a: !secret 1\n", 1, "A tag (!) is not accepted."],
  ["a: 1\nb: ! [x]\n", 2, "A tag (!) is not accepted."],
  ["a: 1\nb: !!str\n", 2, "A tag (!) is not accepted."],
  ["a: 1\na: 2\n", 2, "This name stands here a second time: write it once."],
  ["a: 1\nb: 2\na: 3\n", 3, "This name stands here a second time: write it once."],
  ['1: a\n"1": b\n', 2, "This name stands here a second time: write it once."],
  ["? [a]\n: b\n", 1, "With stringKeys, all keys must be strings."],
  ["%SURPRISE x\n---\na: 1\n", 1, "Unknown directive %SURPRISE."],
  ["a: 1\n---\nb: 1\n", 2, "A second document begins here (---): each has a file of its own."],
  ["a: [1\n", 2, expect.stringContaining("Flow sequence")],
  ["a: [1, 2\nb: 3\n", 2, expect.stringContaining("Flow sequence")],
])("%j is not plain, and the fault names line %i", (yaml, line, message) => {
  const read = parsePlainYaml(yaml);
  expect(read.outcome === "unreadable" && read.faults).toContainEqual({ line, message });
});

test.each([
  ["yes", "yes"],
  ["no", "no"],
  ["on", "on"],
  ["active", "active"],
  ["2026-11-21", "2026-11-21"],
  ["1_000", "1_000"],
  ["true", true],
  ["12", 12],
])("a plain %s is %j, whatever version the text says it is", (written, value) => {
  for (const version of ["", "%YAML 1.1\n---\n"]) {
    expect(parsePlainYaml(`${version}a: ${written}\n`)).toMatchObject({ outcome: "read", document: { a: value } });
  }
});

test("a merge key is a key like any other", () => {
  expect(parsePlainYaml("<<: { a: 1 }\n")).toMatchObject({ document: { "<<": { a: 1 } } });
});

test("a member is found by its line, and a missing one by its nearest parent's", () => {
  const read = parsePlainYaml("a: 1\nb:\n  - id: p\n  - id: q\n");
  const lineOf = read.outcome === "read" ? read.lineOf : () => null;
  expect(lineOf(["b", 1, "id"])).toBe(4);
  expect(lineOf(["b", 1, "label"])).toBe(4);
  expect(lineOf([])).toBe(1);
});

const TOO_LARGE = { outcome: "unreadable", faults: [{ line: null, message: "The file is over 1 MiB." }] };

test.each([
  ["text", "a".repeat(1_048_577)],
  ["text whose letters take two bytes", "é".repeat(600_000)],
])("%s without end is refused by its size", (_what, yaml) => {
  expect(parsePlainYaml(yaml)).toEqual(TOO_LARGE);
});

test("a file is read no further than it may be long", async () => {
  expect(await readPlainYamlFile("/dev/zero")).toEqual(TOO_LARGE);
});

test("a file that cannot be read is a fault that says why", async () => {
  const folder = await mkdtemp(join(tmpdir(), "concordat-yaml-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const why = async (file: string) => {
    const read = await readPlainYamlFile(join(folder, file));
    return read.outcome === "unreadable" ? read.faults : [];
  };

  expect(await why("no-such-file.yaml")).toEqual([{ line: null, message: "There is no such file." }]);
  expect(await why(".")).toEqual([{ line: null, message: "The file cannot be read (EISDIR)." }]);
  await writeFile(join(folder, "good.yaml"), "a: 1\n");
  expect(await readPlainYamlFile(join(folder, "good.yaml"))).toMatchObject({ outcome: "read", document: { a: 1 } });
});
