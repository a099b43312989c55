import { expect, test } from "vitest";
import { faultsOf, readDraft, ruleOf } from "#test/agreement-drafts.ts";
import { checkAgreement } from "./check-agreement.ts";
import { checkScopeSize } from "./checks/check-scope-size.ts";
import { indexAgreement } from "./index-agreement.ts";
import { loadAgreements } from "./load-agreements.ts";
import { standing } from "./made-up-policies.ts";

const SOUND = [
  "agreements/solent-iom.isa.yaml",
  "agreements/solent-substance-misuse.isa.yaml",
  "worked-example.isa.yaml",
];

test.each(SOUND)("%s is sound and gives its stored examples", (name) => {
  expect(faultsOf(readDraft(name))).toEqual([]);
});

test("every fault is told at once, each with the line of its place", () => {
  const draft = readDraft("worked-example.isa.yaml");
  ruleOf(draft, "P06").priority = 1;
  ruleOf(draft, "P01").purposes.push("crime-matching");
  ruleOf(draft, "L02").to[0].party = "solent-charity";
  const lineOf = (path: readonly (string | number)[]) => (path[0] === "rules" ? 100 + Number(path[1]) : null);

  const checked = checkAgreement(draft, lineOf);

  expect(checked.outcome === "faulty" && checked.faults.map((fault) => [fault.rule, fault.line])).toEqual([
    ["P06", 105],
    ["P01", 100],
    ["L02", 107],
  ]);
});

test("a scope with too many combinations of facts is refused", () => {
  const draft = readDraft("worked-example.isa.yaml");
  const loaded = indexAgreement(draft, standing("active"));
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
  const document = readDraft("worked-example.isa.yaml");
  const source = { document, status: standing("active") } as const;
  expect(loadAgreements([source, source])).toMatchObject({ faults: [{ check: "set" }] });
});

test.each([[null], ["text"], [[]], [{}], [42]])("%j is no agreement, and says so without falling over", (document) => {
  expect(faultsOf(document).length).toBeGreaterThan(0);
});
