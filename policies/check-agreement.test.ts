import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { checkAgreement } from "./check-agreement.ts";
import { checkScopeSize } from "./checks/check-scope-size.ts";
import { indexAgreement } from "./index-agreement.ts";
import { loadAgreements } from "./load-agreements.ts";

// A test may reach into a parsed document as its author's editor would.
// biome-ignore lint/suspicious/noExplicitAny: the document is broken on purpose, in ways no type allows
type Draft = any;

function read(name: string): Draft {
  return parse(readFileSync(new URL(name, import.meta.url), "utf8"), { version: "1.2" });
}

function rule(draft: Draft, id: string): Draft {
  return draft.rules.find((candidate: Draft) => candidate.id === id);
}

function faultsOf(draft: Draft): readonly { check: string; rule: string | null; message: string }[] {
  const checked = checkAgreement(draft);
  return checked.outcome === "sound" ? [] : checked.faults;
}

const SOUND = [
  "agreements/solent-iom.isa.yaml",
  "agreements/solent-substance-misuse.isa.yaml",
  "worked-example.isa.yaml",
];

test.each(SOUND)("%s is sound and gives its stored examples", (name) => {
  expect(faultsOf(read(name))).toEqual([]);
});

test("every fault is told at once, each with the line of its place", () => {
  const draft = read("worked-example.isa.yaml");
  rule(draft, "P06").priority = 1;
  rule(draft, "P01").purposes.push("crime-matching");
  rule(draft, "L02").to[0].party = "solent-charity";
  const lineOf = (path: readonly (string | number)[]) => (path[0] === "rules" ? 100 + Number(path[1]) : null);

  const checked = checkAgreement(draft, lineOf);

  expect(checked.outcome === "faulty" && checked.faults.map((fault) => [fault.rule, fault.line])).toEqual([
    ["P06", 105],
    ["P01", 100],
    ["L02", 107],
  ]);
});

test("a scope with too many combinations of facts is refused", () => {
  const draft = read("worked-example.isa.yaml");
  const loaded = indexAgreement(draft, { state: "active", boundFrom: {} });
  expect(checkScopeSize(loaded)).toEqual([]);
  expect(checkScopeSize(loaded, 17)).toContainEqual({
    check: "scope-size",
    rule: null,
    path: ["rules"],
    message:
      "What solent-probation in role probationPractitioner sees for iom-case-management depends on age-group, lifecycle-state at once: 18 combinations, where 17 is the most.",
  });
});

test("two documents of one name and version are refused", () => {
  const document = read("worked-example.isa.yaml");
  const source = { document, status: { state: "active", boundFrom: {} } } as const;
  expect(loadAgreements([source, source])).toMatchObject({ faults: [{ check: "set" }] });
});

test.each([[null], ["text"], [[]], [{}], [42]])("%j is no agreement, and says so without falling over", (document) => {
  expect(faultsOf(document).length).toBeGreaterThan(0);
});
