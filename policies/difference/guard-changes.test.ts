import { expect, test } from "vitest";
import { readDraft, ruleOf } from "#test/agreement-drafts.ts";
import { summariseChanges } from "../change-summary.ts";
import { diffAgreements } from "../diff-agreements.ts";

type Draft = ReturnType<typeof readDraft>;

/** The worked example with a limit that changes nothing today: housing is not told the tier of anybody in custody. */
function guarded(change: (draft: Draft) => void = () => {}): Draft {
  const draft = readDraft("worked-example.isa.yaml");
  const grants = [{ form: "mask", fields: ["probation.tier"] }];
  draft.rules.push({ ...structuredClone(ruleOf(draft, "L02")), id: "L20", grants });
  change(draft);
  return draft;
}

const unguarded = (): Draft => readDraft("worked-example.isa.yaml");

const CONCERNED = { originators: ["solent-probation"], recipients: ["solent-housing"], fields: ["probation.tier"] };

test("taking a guard away changes no form, and is told all the same to those whom it concerns", () => {
  const diff = diffAgreements(guarded(), unguarded());

  expect(diff.changes).toEqual([]);
  expect(diff.terms).toEqual([
    { term: "limit", subject: "L20", before: "mask", after: null, effect: "rewords", ...CONCERNED },
  ]);
  expect(summariseChanges(diff).terms.map(({ sentence }) => sentence)).toEqual([
    "NEW WORDS limit (L20, Solent Council Housing): Tier: at most only that it exists -> no limit",
  ]);
});

test("putting a guard up is a narrowing", () => {
  expect(diffAgreements(unguarded(), guarded()).terms).toEqual([
    { term: "limit", subject: "L20", before: null, after: "mask", effect: "narrows", ...CONCERNED },
  ]);
});

test("a guard that gives way to a stricter one is not gone", () => {
  const stricter = guarded((draft) => {
    ruleOf(draft, "L20").grants[0].form = "withhold";
    ruleOf(draft, "L20").when.is = ["custody", "transition"];
  });

  expect(diffAgreements(guarded(), stricter).terms).toEqual([expect.objectContaining({ effect: "narrows" })]);
});

test("a guard on a narrower condition leaves a gap that is told", () => {
  const narrower = guarded((draft) => {
    ruleOf(draft, "L20").when = { all: [ruleOf(draft, "L20").when, { fact: "mappa", is: ["yes"] }] };
  });

  const { terms } = diffAgreements(guarded(), narrower);
  expect(terms).toEqual([expect.objectContaining({ subject: "L20", after: null, effect: "rewords" })]);
});

test("a limit that bites is told by the forms it changes, and not a second time", () => {
  const looser = unguarded();
  ruleOf(looser, "L02").when.is = ["closed"];

  const { changes, terms } = diffAgreements(unguarded(), looser);
  expect(changes.every(({ field }) => field === "probation.roshLevel")).toBe(true);
  expect(terms).toEqual([]);
});
