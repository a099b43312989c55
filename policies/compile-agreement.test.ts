import fc from "fast-check";
import { expect, test } from "vitest";
import { FACT_VALUES, type Fact } from "#schemas/vocabulary.ts";
import { type Draft, readDraft, ruleOf } from "#test/agreement-drafts.ts";
import { CATALOGUE } from "./catalogue.ts";
import { boundariesOf, compileAgreement } from "./compile-agreement.ts";
import { type KnownFacts, UNKNOWN } from "./condition.ts";
import { decideCell } from "./decide-cell.ts";
import { tupleAt, tupleCount, tupleIndex } from "./fact-tuple.ts";
import { policiesOf } from "./made-up-policies.ts";
import type { LoadedAgreement } from "./policy-set.ts";

const NOW_MS = Date.parse("2026-11-21T12:00:00Z");
const FACTS = Object.keys(FACT_VALUES) as readonly Fact[];

function load(file: string, edit: (draft: Draft) => void = () => undefined): LoadedAgreement {
  const document = readDraft(file);
  edit(document);
  const [agreement] = policiesOf([{ document }]).agreements;
  if (agreement === undefined) throw new Error("nothing was loaded");
  return agreement;
}

/** Any state of what is known, facts off their list among them. */
const anyFacts: fc.Arbitrary<KnownFacts> = fc.record(
  Object.fromEntries(
    FACTS.map((fact) => [fact, fc.constantFrom<string>(...FACT_VALUES[fact], UNKNOWN, "no such value")]),
  ),
  { requiredKeys: [] },
);

test("every combination of facts has one number, and every number its combination", () => {
  const facts: readonly Fact[] = ["cohort", "age-group", "treatment-consent"];
  const all = Array.from({ length: tupleCount(facts) }, (_, index) => tupleAt(facts, index));
  expect(all).toHaveLength(5 * 3 * 6);
  expect(all.map((known) => tupleIndex(facts, known))).toEqual(all.map((_, index) => index));
  expect(all[0]).toEqual({ cohort: "fixed", "age-group": "under-18", "treatment-consent": "given" });
  expect(tupleAt(facts, all.length - 1)).toEqual({
    cohort: UNKNOWN,
    "age-group": UNKNOWN,
    "treatment-consent": UNKNOWN,
  });
});

test("a fact that is absent, or off its list, has the number of one that is not known", () => {
  const unknown = tupleIndex(["cohort", "mappa"], { cohort: "flex", mappa: UNKNOWN });
  expect(tupleIndex(["cohort", "mappa"], { cohort: "flex" })).toBe(unknown);
  expect(tupleIndex(["cohort", "mappa"], { cohort: "flex", mappa: "perhaps" })).toBe(unknown);
  expect(tupleIndex(["cohort", "mappa"], { cohort: "flex", mappa: "no" })).not.toBe(unknown);
});

test.each(["agreements/solent-iom.isa.yaml", "agreements/solent-substance-misuse.isa.yaml", "worked-example.isa.yaml"])(
  "the table of %s says what deciding afresh says, whatever else is known",
  (file) => {
    const agreement = load(file);
    for (const [key, { party, fields }] of compileAgreement(agreement, NOW_MS).scopes) {
      const scope = agreement.scopes.get(key) ?? { fields: new Map(), personFacts: [] };
      const within = { agreement, scope, party, nowMs: NOW_MS };
      for (const facts of fc.sample(anyFacts, { numRuns: 3, seed: 20_261_121 })) {
        for (const { field, facts: tested, originators, verdicts } of fields.values()) {
          const known = Object.fromEntries(
            FACTS.map((fact) => [
              fact,
              FACT_VALUES[fact].some((value) => value === facts[fact]) ? facts[fact] : UNKNOWN,
            ]),
          );
          const found = originators.map((_, at) => verdicts[at * tupleCount(tested) + tupleIndex(tested, facts)]);
          const afresh = originators.map((originator) => decideCell(within, { field, originator, facts: known }));
          expect(found, `${key} ${field}`).toEqual(afresh);
        }
      }
    }
  },
);

test("a table names no party to itself, and every other that could hold the field", () => {
  const agreement = load("worked-example.isa.yaml");
  for (const { party, fields } of compileAgreement(agreement, NOW_MS).scopes.values()) {
    for (const { field, originators } of fields.values()) {
      const { owner } = CATALOGUE[field];
      const owners = [...agreement.parties.values()].filter(
        ({ agencyType }) => owner === "any" || agencyType === owner,
      );
      expect(originators).not.toContain(party);
      expect(originators).toEqual(expect.arrayContaining(owners.map(({ id }) => id).filter((id) => id !== party)));
    }
  }
});

test("a table holds from the last instant that changed anything until the next", () => {
  const agreement = load("worked-example.isa.yaml", (draft) => {
    ruleOf(draft, "P02").starts = "2026-06-01T00:00:00Z";
    ruleOf(draft, "P02").ends = "2026-12-01T00:00:00Z";
  });
  const instants = ["2026-04-01", "2026-06-01", "2026-12-01", "2027-04-01"].map((day) =>
    Date.parse(`${day}T00:00:00Z`),
  );
  expect(boundariesOf(agreement)).toEqual(instants);
  const [from = 0, starts = 0, ends = 0] = instants;
  expect(compileAgreement(agreement, from)).toMatchObject({ fromMs: from, untilMs: starts });
  expect(compileAgreement(agreement, ends - 1)).toMatchObject({ fromMs: starts, untilMs: ends });
  expect(compileAgreement(agreement, 0)).toMatchObject({ fromMs: Number.NEGATIVE_INFINITY, untilMs: from });
});
