import { expect, test } from "vitest";
import { type Draft, type DraftFault, faultsOf, readDraft, ruleOf } from "#test/agreement-drafts.ts";

/** What an author does wrong, and what the check says of it. */
const BROKEN: readonly [string, (draft: Draft) => void, DraftFault][] = [
  [
    "an end before the beginning",
    (draft) => {
      draft.effective.to = "2026-03-01T00:00:00Z";
      draft.effective.reviewBy = "2026-04-01";
    },
    { check: "times", rule: null, message: "The agreement ends before it begins." },
  ],
  [
    "a term of more than five years",
    (draft) => {
      draft.effective.to = "2031-04-01T00:00:01Z";
    },
    { check: "times", rule: null, message: "The agreement lasts more than 5 years." },
  ],
  [
    "a review after the end",
    (draft) => {
      draft.effective.reviewBy = "2027-06-01";
    },
    { check: "times", rule: null, message: "The review falls outside the time the agreement is in force." },
  ],
  [
    "a rule that outlives its agreement",
    (draft) => {
      ruleOf(draft, "P01").ends = "2028-01-01T00:00:00Z";
    },
    { check: "times", rule: "P01", message: "Rule P01: it ends after the agreement does." },
  ],
  [
    "an example that the rules do not give",
    (draft) => {
      draft.examples[0].expect["police.pncId"] = "withhold";
    },
    {
      check: "examples",
      rule: "E01",
      message:
        "Example E01: police.pncId should leave as withhold, but the rules give full (An unknown age falls to a band).",
    },
  ],
  [
    "a permit in the form withhold",
    (draft) => {
      ruleOf(draft, "P06").grants[0].form = "withhold";
    },
    {
      check: "schema",
      rule: "P06",
      message: "Rule P06: grants 1, form may not be this: a permit gives something and a limit takes something away.",
    },
  ],
  [
    "a key that nobody knows",
    (draft) => {
      ruleOf(draft, "P06").priority = 1;
    },
    { check: "schema", rule: "P06", message: "Rule P06: priority is not known here." },
  ],
  [
    "a condition with an operator of its own",
    (draft) => {
      ruleOf(draft, "P06").when = { fact: "age-group", greaterThan: 17 };
    },
    {
      check: "schema",
      rule: "P06",
      message: "Rule P06: when is not a condition: use fact with is, not, all or any (2 to 6 members).",
    },
  ],
];

test.each(BROKEN)("%s is refused", (_, breakIt, fault) => {
  const draft = readDraft("worked-example.isa.yaml");
  breakIt(draft);
  expect(faultsOf(draft)).toContainEqual(expect.objectContaining(fault));
});
