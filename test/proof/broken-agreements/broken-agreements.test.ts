import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { policyCheck } from "#services/cli/policy-check.ts";
import { packageRoot } from "#services/platform/environment/package-root.ts";
import broken from "./broken-agreements.json" with { type: "json" };

/**
 * One thing done to the worked example, and all that the check says of it. The first of `replace` that follows `after`
 * becomes `by`; without `replace`, `by` follows `after`. A fault stands `on` the line with that text, or on the one above
 * the line with the text of `under`.
 */
type Broken = {
  readonly name: string;
  readonly after?: string;
  readonly replace?: string;
  readonly by: string;
  readonly faults: readonly Expected[];
};
type Expected = { readonly on?: string; readonly under?: string; readonly check: string; readonly message: string };

const EXAMPLE = join(packageRoot(), "policies/worked-example.isa.yaml");
let folder = "";
let sound = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "concordat-broken-"));
  sound = await readFile(EXAMPLE, "utf8");
});

afterAll(() => rm(folder, { recursive: true }));

async function check(text: string) {
  const file = join(folder, "broken.isa.yaml");
  await writeFile(file, text);
  let written = "";
  const status = await policyCheck(["--json", file], { write: (part) => (written += part) });
  const { files } = JSON.parse(written);
  return { status, faults: files[0].faults };
}

function edited({ name, after = "", replace, by }: Broken): string {
  const start = sound.indexOf(after) + after.length;
  const at = replace === undefined ? start : sound.indexOf(replace, start);
  if (!sound.includes(after) || at === -1) {
    throw new Error(`${name}: the worked example no longer holds what is to be replaced`);
  }
  return `${sound.slice(0, at)}${by}${sound.slice(at + (replace?.length ?? 0))}`;
}

/** Counted in the text itself, from the place of the edit's rule on, and not by what reads YAML. */
function lineOf(text: string, { on, under }: Expected, after = ""): number {
  const wanted = on ?? under ?? "";
  const place = [text.indexOf(wanted, text.indexOf(after)), text.indexOf(wanted)].find((at) => at !== -1) ?? -1;
  const line = text.slice(0, place).split("\n").length;
  return under === undefined ? line : line - 1;
}

test("the worked example is sound before anything is done to it", async () => {
  expect(await check(sound)).toEqual({ status: 0, faults: [] });
});

test.each<Broken>(broken)("$name is refused, at its line and for its reason", async (one) => {
  const text = edited(one);
  const { status, faults } = await check(text);
  const expected = one.faults.map((fault) => ({
    line: lineOf(text, fault, one.after),
    check: fault.check,
    message: fault.message,
  }));
  const said = faults.map(({ line, check, message }: Record<string, unknown>) => ({ line, check, message }));
  const inOrder = (all: readonly { readonly message: unknown }[]) =>
    all.toSorted((a, b) => (String(a.message) < String(b.message) ? -1 : 1));

  expect(one.faults.length).toBeGreaterThan(0);
  expect(inOrder(said)).toEqual(inOrder(expected));
  expect(status).toBe(1);
});

test("a bomb of aliases is refused for its first anchor, and never expanded", async () => {
  const levels = [...Array(24).keys()].map((at) => `a${at + 1}: &a${at + 1} [${Array(9).fill(`*a${at}`).join(", ")}]`);
  const { status, faults } = await check(["a0: &a0 lol", ...levels].join("\n"));
  expect(status).toBe(1);
  expect(faults[0]).toEqual({
    line: 1,
    check: "file",
    rule: null,
    message: "An anchor (&) is not accepted: write the value out.",
  });
});

test("a document of 10 MB is refused by its size", async () => {
  const { status, faults } = await check(`${sound}\n# ${"x".repeat(10_000_000)}\n`);
  expect(status).toBe(1);
  expect(faults).toEqual([{ line: null, check: "file", rule: null, message: "The file is over 1 MiB." }]);
});

test.each([
  ["nothing at all", "", null],
  ["a list", "- a\n- b\n", 1],
  ["a word", "agreement\n", 1],
])("%s is no agreement", async (_, text, line) => {
  const message = "The document must be a group of named members.";
  expect(await check(text)).toEqual({ status: 1, faults: [{ line, check: "schema", rule: null, message }] });
});

test("the command that a person types says the same, and takes its code to the shell", async () => {
  const one = broken.find(({ name }) => name === "a field that does not exist");
  const text = edited(one as Broken);
  const file = join(folder, "typed.isa.yaml");
  await writeFile(file, text);
  const main = join(packageRoot(), "services/cli/main.ts");
  const node = ["--import", "tsx", "--conditions=concordat-source", main, "policy", "check"];
  const run = promisify(execFile);
  const line = lineOf(text, { on: "probation.shoeSize", check: "", message: "" });

  await expect(run(process.execPath, [...node, file])).rejects.toMatchObject({
    code: 1,
    stdout: `${file}:${line}: Rule P06: probation.shoeSize is not a field of the offender record.\n`,
  });
  expect((await run(process.execPath, [...node, EXAMPLE])).stdout).toBe(`${EXAMPLE}: solent-example@1 is sound\n`);
});
