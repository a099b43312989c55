import { expect, test } from "vitest";
import { faultsOf, readDraft, ruleOf } from "#test/agreement-drafts.ts";
import { standingGuards } from "./check-effect.ts";

type Draft = ReturnType<typeof readDraft>;

function changed(change: (draft: Draft) => void): Draft {
  const draft = readDraft("worked-example.isa.yaml");
  change(draft);
  return draft;
}

const NOTHING = "it changes nothing: other rules give as much already, or limits take it away.";

test("a permit that repeats another one is refused by name", () => {
  const faults = faultsOf(changed((draft) => draft.rules.push({ ...ruleOf(draft, "P06"), id: "P60" })));

  expect(faults).toEqual([expect.objectContaining({ check: "effect", rule: "P60", message: `Rule P60: ${NOTHING}` })]);
});

test("a permit that gives less than another does for the same people is refused", () => {
  const masked = (draft: Draft) => {
    const less = { ...ruleOf(draft, "P03"), id: "P30", grants: [{ form: "mask", fields: ["probation.roshLevel"] }] };
    draft.rules.push({ ...less, when: { fact: "lifecycle-state", is: ["active"] } });
  };

  expect(faultsOf(changed(masked)).map(({ rule }) => rule)).toEqual(["P30"]);
});

test("a permit that a limit takes away whole is refused", () => {
  const taken = (draft: Draft) => {
    delete ruleOf(draft, "L02").when;
    ruleOf(draft, "P03").grants.pop();
    draft.rules.push({
      ...ruleOf(draft, "P03"),
      id: "P30",
      grants: [{ form: "full", fields: ["probation.roshLevel"] }],
    });
  };

  expect(faultsOf(changed(taken)).map(({ check, rule }) => [check, rule])).toEqual([["effect", "P30"]]);
});

test("a permit that is the only one on some day of its own is not without effect", () => {
  const inJune = (draft: Draft) => {
    const dates = { starts: "2026-06-01T00:00:00Z", ends: "2026-06-02T00:00:00Z" };
    draft.rules.push({ ...ruleOf(draft, "P06"), id: "P60", purposes: ["iom-case-management"], ...dates });
  };

  expect(faultsOf(changed(inJune))).toEqual([]);
});

test("a permit that gives the same on stricter terms is not without effect", () => {
  const stricter = (draft: Draft) => draft.rules.push({ ...ruleOf(draft, "P06"), id: "P60", onward: "never" });

  expect(faultsOf(changed(stricter))).toEqual([]);
});

test("a limit that changes nothing is no fault: it stands guard, and is told", () => {
  const draft = changed((guarded) => {
    guarded.rules.push({
      ...ruleOf(guarded, "L02"),
      id: "L20",
      grants: [{ form: "withhold", fields: ["probation.rsr"] }],
    });
  });

  expect(faultsOf(draft)).toEqual([]);
  expect(standingGuards(draft)).toEqual([
    {
      check: "effect",
      rule: "L20",
      path: ["rules", draft.rules.length - 1],
      message: "Rule L20: it changes nothing today and stands guard against rules to come.",
    },
  ]);
});

test("limits that bite are no guards", () => {
  expect(standingGuards(readDraft("worked-example.isa.yaml"))).toEqual([]);
});
