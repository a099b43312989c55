import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { policyCheck } from "./policy-check.ts";
import { policyExplain } from "./policy-explain.ts";

const EXAMPLE = fileURLToPath(new URL("../../policies/worked-example.isa.yaml", import.meta.url));
const SAMPLES = fileURLToPath(new URL("../../policies/agreements", import.meta.url));

let folder = "";
let text = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "concordat-policy-"));
  text = await readFile(EXAMPLE, "utf8");
  await writeFile(join(folder, "example.isa.yaml"), text);
});

afterAll(() => rm(folder, { recursive: true }));

async function run(command: typeof policyCheck, ...args: readonly string[]) {
  let written = "";
  const status = await command(args, {
    write: (part) => {
      written += part;
    },
  });
  return { status, written };
}

test("check says of a sound agreement that it is", async () => {
  const file = join(folder, "example.isa.yaml");
  expect(await run(policyCheck, file)).toEqual({ status: 0, written: `${file}: solent-example@1 is sound\n` });
});

test("check notes a limit that changes nothing today, and finds no fault in it", async () => {
  const file = join(folder, "guarded.yaml");
  await writeFile(
    file,
    text.replace("form: withhold, fields: [probation.roshLevel]", "form: withhold, fields: [probation.rsr]"),
  );
  const line = text.split("\n").findIndex((each) => each.includes("id: L02"));

  const { status, written } = await run(policyCheck, file);

  expect(status).toBe(0);
  expect(written.split("\n")).toEqual([
    `${file}: solent-example@1 is sound`,
    `${file}:${line}: Note: Rule L02: it changes nothing today and stands guard against rules to come.`,
    "",
  ]);
});

test("check prints every fault with its line", async () => {
  const file = join(folder, "broken.yaml");
  // The role is first said of the party; the second time is rule P06.
  const at = text.lastIndexOf("[iomInspector]");
  const broken = `${text.slice(0, at)}[chiefOfficer]${text.slice(at + "[iomInspector]".length)}`;
  await writeFile(file, broken.replace("2027-01-15", "2029-01-15"));
  const lineOf = (part: string) => broken.split("\n").findIndex((line) => line.includes(part)) + 1;

  const { status, written } = await run(policyCheck, file);

  expect(status).toBe(1);
  expect(written.split("\n")).toEqual([
    `${file}:${lineOf("reviewBy")}: The review falls outside the time the agreement is in force.`,
    `${file}:${lineOf("chiefOfficer")}: Rule P06: Hampshire Police has no role chiefOfficer.`,
    "",
  ]);
});

test("check gives its findings as JSON", async () => {
  const { status, written } = await run(policyCheck, "--json", join(folder, "example.isa.yaml"), "no-such-file.yaml");
  expect(status).toBe(1);
  expect(JSON.parse(written).files.map((report: { faults: unknown }) => report.faults)).toEqual([
    [],
    [{ line: null, check: "file", rule: null, message: "There is no such file." }],
  ]);
});

test("check says where a file is not plain YAML", async () => {
  const file = join(folder, "not-plain.yaml");
  await writeFile(file, "a: &x 1\nb: *x\na: 2\n");

  const { status, written } = await run(policyCheck, file);

  expect(status).toBe(1);
  expect(written.split("\n")).toEqual([
    `${file}:3: This name stands here a second time: write it once.`,
    `${file}:1: An anchor (&) is not accepted: write the value out.`,
    `${file}:2: An alias (*) is not accepted: write the value out.`,
    "",
  ]);
});

test("explain decides nothing from a folder with a file that is not plain YAML", async () => {
  const agreements = join(folder, "not-plain");
  await mkdir(agreements);
  await writeFile(join(agreements, "a.isa.yaml"), text);
  await writeFile(join(agreements, "b.isa.yaml"), "a: !secret 1\n");

  const { status, written } = await run(
    policyExplain,
    "--agreements",
    agreements,
    "--request",
    JSON.stringify(REQUEST),
  );

  expect(status).toBe(1);
  expect(written).toContain(`${join(agreements, "b.isa.yaml")}:1: A tag (!) is not accepted.`);
});

test.each([[[]], [["--colour", "x.yaml"]]])("check with %j is bad input, in one sentence", async (args) => {
  const { status, written } = await run(policyCheck, ...args);
  expect(status).toBe(2);
  expect(written.trim().split("\n")).toHaveLength(1);
});

const REQUEST = {
  agreement: "solent-iom",
  party: "iom-team",
  role: "leadOfficer",
  purpose: "youth-transition",
  at: "2026-11-21T12:00:00Z",
  facts: { "lifecycle-state": "active", "age-group": "under-18", "transition-stage": "t1" },
};

test("explain prints the decision with rule, clause and reason for every field", async () => {
  const args = ["--agreements", SAMPLES, "--request", JSON.stringify(REQUEST), "--json"];
  const { status, written } = await run(policyExplain, ...args);
  const decision = JSON.parse(written);

  expect(status).toBe(0);
  expect(decision).toMatchObject({
    agreement: "solent-iom@1",
    policy: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    catalogue: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    refusal: null,
    facts: { "lifecycle-state": "active", "transition-stage": "t1" },
  });
  expect(decision.fields["youth.youthOrders"]).toMatchObject({
    form: "withhold",
    reason: "CONDITION_NOT_MET",
    rule: "P29",
  });
  expect(decision.fields["youth.panelDecision"]).toEqual({
    form: "full",
    reason: "PERMITTED",
    rule: "P27",
    limitedBy: null,
    clause: "4.10",
    originator: "solent-yot",
    gateway: "cda1998.s115",
    gateways: ["cda1998.s115"],
    sourceBasis: "le-statutory",
    recipientBasis: "le-statutory",
    onward: "with-originator-consent",
    cell: null,
  });
  expect(decision.fields["iom.ragStatus"]).toMatchObject({ form: "full", reason: "OWN_DATA" });
});

test("explain reads the request from a file, and a refusal is a decision too", async () => {
  const file = join(folder, "request.json");
  await writeFile(file, JSON.stringify({ ...REQUEST, agreement: "solent-example" }));
  const { status, written } = await run(policyExplain, "--agreements", SAMPLES, "--request", file);
  expect(status).toBe(0);
  expect(JSON.parse(written)).toMatchObject({
    refusal: { code: "NO_AGREEMENT", problem: "purpose-not-permitted" },
    fields: {},
  });
});

test.each([
  ["no folder", ["--request", "{}"], 2],
  ["a folder that is not there", ["--agreements", "no-such-folder", "--request", "{}"], 2],
  ["a request that is not JSON", ["--agreements", SAMPLES, "--request", "{"], 2],
  ["a request file that is not there", ["--agreements", SAMPLES, "--request", "no-such-file.json"], 2],
  ["a request without a party", ["--agreements", SAMPLES, "--request", "{}"], 2],
  ["a time that is none", ["--agreements", SAMPLES, "--request", JSON.stringify({ ...REQUEST, at: "noon" })], 2],
  [
    "a fact that is none",
    ["--agreements", SAMPLES, "--request", JSON.stringify({ ...REQUEST, facts: { shoe: "x" } })],
    2,
  ],
  [
    "a value that is none",
    ["--agreements", SAMPLES, "--request", JSON.stringify({ ...REQUEST, facts: { mappa: "x" } })],
    2,
  ],
  ["a basis that is none", ["--agreements", SAMPLES, "--request", JSON.stringify({ ...REQUEST, basis: "whim" })], 2],
])("explain with %s is bad input, in one sentence", async (_, args, expected) => {
  const { status, written } = await run(policyExplain, ...args);
  expect(status).toBe(expected);
  expect(written.trim().split("\n")).toHaveLength(1);
});

test("both have help", async () => {
  expect(await run(policyCheck, "--help")).toMatchObject({
    status: 0,
    written: expect.stringContaining("policy check"),
  });
  expect(await run(policyExplain, "--help")).toMatchObject({
    status: 0,
    written: expect.stringContaining("policy explain"),
  });
});
