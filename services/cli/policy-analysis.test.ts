import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCommand } from "./run-command.ts";

const EXAMPLE = fileURLToPath(new URL("../../policies/worked-example.isa.yaml", import.meta.url));

let folder = "";
let text = "";
let old = "";
let draft = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "concordat-policy-"));
  text = await readFile(EXAMPLE, "utf8");
  old = join(folder, "agreements", "example.isa.yaml");
  draft = join(folder, "draft.isa.yaml");
  await mkdir(join(folder, "agreements"));
  await writeFile(old, text);
  await writeFile(
    draft,
    text.replace('"generalise:level", fields: [probation.roshLevel]', "full, fields: [probation.roshLevel]"),
  );
});

afterAll(() => rm(folder, { recursive: true }));

async function run(...args: readonly string[]) {
  let written = "";
  const write = (part: string) => {
    written += part;
  };
  const terminal = { out: write, err: write, env: {}, signal: new AbortController().signal };
  const status = await runCommand(["policy", ...args], terminal);
  return { status, written };
}

const GAIN =
  "GAINS Solent Council Housing (housing officer), for *Finding and keeping accommodation*: Risk of serious harm from Hampshire Police and Probation Service (Solent): as a level -> in full, where the IOM case is active or in transition";

test("diff says who gains what, and who has to sign for it", async () => {
  expect(await run("diff", old, draft)).toEqual({
    status: 0,
    written: `solent-example version 1 -> solent-example version 1: 1 gain, no losses, no terms.

${GAIN}

To be signed by each of: Hampshire Police, Solent Council Housing, Probation Service (Solent).
`,
  });
});

test("diff the other way round is a narrowing, which one originator may sign", async () => {
  const { status, written } = await run("diff", draft, old);

  expect(status).toBe(0);
  expect(written).toContain("LOSES Solent Council Housing");
  expect(written).toContain("To be signed by one of: Hampshire Police, Probation Service (Solent).\n");
});

test("diff gives the whole difference, its summary and its signatures as JSON", async () => {
  const { status, written } = await run("diff", "none", old, "--json");
  const { difference, summary, signatures } = JSON.parse(written);

  expect(status).toBe(0);
  expect(difference).toMatchObject({ before: null, after: { id: "solent-example", version: 1 }, isWidening: true });
  expect(summary.gains.length).toBeGreaterThan(10);
  expect(signatures.every.map(({ party }: { party: string }) => party)).toHaveLength(5);
});

test("reach prints a table of every recipient, and of one kind of person if asked", async () => {
  const anybody = await run("reach", "--agreements", join(folder, "agreements"));
  const known = ["--given", "lifecycle-state=active", "--given", "age-group=adult"];
  const adult = await run("reach", "--agreements", join(folder, "agreements"), "--party", "solent-yot", ...known);

  expect(anybody.status).toBe(0);
  expect(anybody.written).toMatch(/^ {2}Risk of serious harm +depends: level$/m);
  expect(adult.written).toContain("Youth orders");
  expect(adult.written).not.toContain("Risk of serious harm");
});

test("reach says each step in a sentence, or everything as JSON", async () => {
  const sentences = await run("reach", "--agreements", join(folder, "agreements"), "--sentences");
  const { written } = await run("reach", "--agreements", join(folder, "agreements"), "--json");
  const reach = JSON.parse(written);

  expect(sentences.written).toContain("Clause 5.1, rule P01, cut by L01.\n");
  expect(Object.keys(reach)).toEqual(["decisions", "totals", "cells"]);
  expect(reach.cells.length).toBeGreaterThan(1_000);
});

const BASIS = {
  agreement: "solent-example",
  version: 1,
  party: "solent-housing",
  role: "housingOfficer",
  purpose: "tenancy-support",
  outlet: "people.read",
  facts: { "lifecycle-state": "active" },
  cells: [{ field: "probation.roshLevel", originator: "solent-probation", facts: {}, count: 1 }],
};

async function logOf(...lines: readonly unknown[]): Promise<string> {
  const log = join(folder, "log.ndjson");
  await writeFile(log, lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n"));
  return log;
}

function simulate(log: string) {
  return run("simulate", "--agreements", join(folder, "agreements"), "--draft", draft, "--log", log);
}

test("simulate counts what a draft would have changed, however a line is written", async () => {
  const closed = { ...BASIS, facts: { "lifecycle-state": "closed" } };
  const log = await logOf(
    { ...BASIS, times: 2, person: "dana", asker: "7" },
    { ...BASIS, times: 1, person: "lee", asker: "8" },
    { person: "dana", asker: "7", times: 1, ...BASIS },
    "",
    { ...closed, times: 6, person: 'a "quoted" name' },
  );

  expect(await simulate(log)).toEqual({
    status: 0,
    written:
      "Of 10 disclosures 4 would change: 4 gain *Risk of serious harm in full* (2 people, 2 practitioners). None loses. Cannot tell: 0.\n",
  });
});

test.each([
  ["is not JSON", "{", "Line 2 of LOG is not JSON."],
  [
    "has an asker of no text",
    { ...BASIS, times: 1, person: "lee", asker: 7 },
    "Line 2 of LOG has an asker that is no text.",
  ],
  ["has nobody it is about", { ...BASIS, times: 1 }, "Line 2 of LOG lacks a whole number of times or a person."],
  [
    "counts in halves",
    { ...BASIS, times: 0.5, person: "lee" },
    "Line 2 of LOG lacks a whole number of times or a person.",
  ],
  ["is of something else", { times: 1, person: "lee" }, "Line 2 of LOG is not what a decision was made on."],
  [
    "has a cell without an originator",
    { ...BASIS, cells: [{ field: "police.pncId", facts: {}, count: 1 }], times: 1, person: "lee" },
    "Line 2 of LOG is not what a decision was made on.",
  ],
])("simulate refuses a log of which a line %s, and says which", async (_, line, said) => {
  const log = await logOf({ ...BASIS, times: 1, person: "dana" }, line);

  expect(await simulate(log)).toEqual({ status: 2, written: `${said.replace("LOG", log)}\n` });
});

test.each([
  ["diff", []],
  ["diff", ["one.yaml"]],
  ["diff", ["none", "none"]],
  ["diff", ["one.yaml", "two.yaml", "--colour"]],
  ["reach", []],
  ["reach", ["--agreements", "no-such-folder"]],
  ["reach", ["--agreements", EXAMPLE.replace("worked-example.isa.yaml", "agreements"), "--party", "nobody"]],
  ["reach", ["--agreements", ".", "--given", "shoe=42"]],
  ["reach", ["--agreements", ".", "--given", "mappa=perhaps"]],
  ["simulate", ["--draft", EXAMPLE]],
  ["simulate", ["--agreements", "no-such-folder", "--draft", EXAMPLE, "--log", "log.ndjson"]],
])("%s with %j is bad input, in one sentence", async (command, args) => {
  const { status, written } = await run(command, ...args);

  expect(status).toBe(2);
  expect(written.trim().split("\n")).toHaveLength(1);
});

test("simulate with a log that is not there is bad input", async () => {
  expect(await simulate("no-such.ndjson")).toEqual({ status: 2, written: "The log no-such.ndjson cannot be read.\n" });
});

test("an agreement with faults is refused with its faults", async () => {
  const broken = join(folder, "broken.isa.yaml");
  await writeFile(broken, text.replace("2027-01-15", "2029-01-15"));

  const { status, written } = await run("diff", old, broken);

  expect(status).toBe(1);
  expect(written).toMatch(/broken\.isa\.yaml:\d+: The review falls outside the time the agreement is in force\.\n$/);
});

test.each(["diff", "reach", "simulate"])("%s has help", async (command) => {
  expect(await run(command, "--help")).toMatchObject({
    status: 0,
    written: expect.stringContaining(`concordat policy ${command}`),
  });
});
