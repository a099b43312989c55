import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "#services/platform/environment/package-root.ts";
import { parsePlainYaml } from "./platform/yaml/plain-yaml.ts";
import { checkScheme, readScheme } from "./read-scheme.ts";

const RIGHT = `
schemeId: test-area
title: Test area
agencies:
  - { agencyId: test-police, agencyType: police, label: Test Police }
  - { agencyId: test-probation, agencyType: probation, label: Test Probation, detailHosts: [api.example] }
officers:
  - { agencyId: test-police, actor: AB12, role: leadOfficer, email: ab12@police.example }
precedence: [probation, police]
`;

function faultsOf(text: string): readonly string[] {
  const reading = checkScheme(parsePlainYaml(text));
  return "faults" in reading ? reading.faults : [];
}

test("a right file becomes a scheme", () => {
  expect(checkScheme(parsePlainYaml(RIGHT))).toEqual({
    scheme: {
      schemeId: "test-area",
      title: "Test area",
      agencies: [
        { agencyId: "test-police", agencyType: "police", label: "Test Police" },
        { agencyId: "test-probation", agencyType: "probation", label: "Test Probation", detailHosts: ["api.example"] },
      ],
      officers: [{ agencyId: "test-police", actor: "AB12", role: "leadOfficer", email: "ab12@police.example" }],
      precedence: ["probation", "police"],
    },
  });
});

test("an agency may have limits of its own", () => {
  const text = RIGHT.replace("detailHosts: [api.example]", "callsPerMinute: { reads: 600, writes: 20 }");
  expect(checkScheme(parsePlainYaml(text))).toMatchObject({
    scheme: { agencies: [{}, { agencyId: "test-probation", callsPerMinute: { reads: 600, writes: 20 } }] },
  });
});

test("the demonstration scheme is right, and has every agency of the samples", async () => {
  const scheme = await readScheme(join(packageRoot(), "services/demo/solent.scheme.yaml"));

  expect(scheme.agencies.map(({ agencyId }) => agencyId)).toEqual([
    "hampshire-police",
    "solent-probation",
    "solent-yot",
    "solent-housing",
    "solent-drug-services",
    "winchester-prison",
    "em-provider",
    "iom-team",
  ]);
});

test.each([
  ["an unknown agency type", ["agencyType: police", "agencyType: army"], "agencies[0].agencyType: is one of police"],
  [
    "a quota of no calls",
    ["detailHosts: [api.example]", "callsPerMinute: { reads: 0 }"],
    "agencies[1].callsPerMinute.reads: is a whole number from 1 to 1000000",
  ],
  [
    "a quota of an unknown kind of call",
    ["detailHosts: [api.example]", "callsPerMinute: { streams: 3 }"],
    'agencies[1].callsPerMinute: "streams" is not known here',
  ],
  [
    "an id that is no subject token",
    ["agencyId: test-probation", 'agencyId: "Test.*"'],
    "agencies[1].agencyId: is lower-case",
  ],
  [
    "an agency that has the name of a part",
    ["agencyId: test-probation", "agencyId: core"],
    "core is a part of the hub",
  ],
  ["an agency named twice", ["agencyId: test-probation", "agencyId: test-police"], '"test-police" is there twice'],
  [
    "an officer of nobody",
    ["- { agencyId: test-police, actor", "- { agencyId: other, actor"],
    "officers[0].agencyId: no agency",
  ],
  ["an officer without an email", ["ab12@police.example", "nowhere"], "officers[0].email: is an email address"],
  [
    "a detail host that is an address",
    ["api.example", '"https://api.example"'],
    "agencies[1].detailHosts[0]: is a host name",
  ],
  ["an unknown member", ["title: Test area", "title: Test area\ncolour: blue"], 'the file: "colour" is not known here'],
  ["a missing title", ["title: Test area", ""], "title: says what the scheme is called"],
  ["a precedence with a type twice", ["[probation, police]", "[police, police]"], '"police" is there twice'],
])("%s is refused", (_, [from, to], fault) => {
  expect(faultsOf(RIGHT.replace(from ?? "", to ?? ""))).toEqual([expect.stringContaining(fault)]);
});

test("every fault is told at once", () => {
  expect(faultsOf("schemeId: 1\nagencies: {}\n")).toEqual([
    "agencies: is a list",
    "officers: is a list",
    "precedence: is a list",
    "agencies: a scheme has at least one",
    "title: says what the scheme is called",
    "schemeId: is lower-case words joined by dashes",
  ]);
});

test.each([["[1, 2"], ["just words"], ["a: &x [1]\nb: *x"]])(
  "what is not the YAML of a scheme is refused: %j",
  (text) => {
    expect(faultsOf(text)).not.toEqual([]);
  },
);

test("a file that is not there is named", async () => {
  await expect(readScheme("/nowhere/area.yaml")).rejects.toThrow(
    "the scheme file /nowhere/area.yaml cannot be used:\n  There is no such file.",
  );
});

test("the text of a file that is too large is not parsed", async () => {
  const text = await readFile(join(packageRoot(), "services/demo/solent.scheme.yaml"), "utf8");

  expect(faultsOf(text + "#".repeat(1024 * 1024))).toEqual(["The file is over 1 MiB."]);
});
