import fc from "fast-check";
import { expect, test } from "vitest";
import { CELL_FACTS, FACT_VALUES, type Fact, PERSON_FACTS } from "#schemas/vocabulary.ts";
import { readDraft, ruleOf } from "#test/agreement-drafts.ts";
import { agreement } from "#test/leaks/differential/arbitrary-agreement.ts";
import { FIELDS, focus, instant, NOW, PARTY_IDS } from "#test/leaks/differential/arbitrary-rule.ts";
import type { Agreement } from "./agreement-document.ts";
import { isAmong } from "./circumstances.ts";
import { decideCell } from "./decide-cell.ts";
import { indexAgreement } from "./index-agreement.ts";
import { ALWAYS_ACTIVE, type LoadedAgreement, scopeOf } from "./policy-set.ts";
import type { ReachCell, ReachStep } from "./reach/reach-cell.ts";
import { type Reach, reachForParty, reachOf } from "./reach.ts";

type Draft = ReturnType<typeof readDraft>;

function signed(document: Agreement): LoadedAgreement {
  const boundFrom = Object.fromEntries(document.parties.map(({ id }) => [id, document.effective.from]));
  return indexAgreement(document, { steps: ALWAYS_ACTIVE, boundFrom, withheld: [] });
}

function exampleReach(change: (draft: Draft) => void = () => {}, given = {}): Reach {
  const draft = readDraft("worked-example.isa.yaml");
  change(draft);
  return reachOf([signed(draft)], given);
}

function cellIn({ cells }: Reach, party: string, role: string, field: string): ReachCell | undefined {
  return cells.find(
    (cell) => cell.party === party && cell.role === role && cell.field === field && cell.steps.length > 0,
  );
}

const ALWAYS = [{ from: null, until: null }];

test("tells of one field the highest and lowest form, and every step between with its ground", () => {
  expect(cellIn(exampleReach(), "solent-probation", "probationPractitioner", "police.offendingHistory")).toEqual({
    agreement: "solent-example",
    version: 1,
    party: "solent-probation",
    role: "probationPractitioner",
    purpose: "iom-case-management",
    field: "police.offendingHistory",
    highest: "full",
    lowest: "withhold",
    ranges: [{ originators: ["hampshire-police"], highest: "full", lowest: "withhold" }],
    steps: [
      {
        form: "full",
        rule: "P01",
        limitedBy: null,
        clause: "4.1",
        originators: ["hampshire-police"],
        when: [{ "age-group": ["adult"], "lifecycle-state": ["active", "custody", "transition"] }],
        during: ALWAYS,
      },
      {
        form: "generalise:category-and-band",
        rule: "P01",
        limitedBy: "L01",
        clause: "5.1",
        originators: ["hampshire-police"],
        when: [{ "age-group": ["under-18", "unknown"], "lifecycle-state": ["active", "custody", "transition"] }],
        during: ALWAYS,
      },
    ],
  });
});

test("covers every recipient, role, purpose and field that others hold, shared or not", () => {
  const { cells, decisions } = exampleReach();
  const scopes = new Set(cells.map(({ party, role, purpose }) => `${party} ${role} ${purpose}`));

  expect(scopes.size).toBe((2 + 2 + 1 + 1 + 1) * 5);
  expect(
    cells.filter(({ party }) => party === "solent-drug-services").every(({ highest }) => highest === "withhold"),
  ).toBe(true);
  expect(decisions).toBeGreaterThan(10_000);
});

test("for a kind of person, what depended on it no longer does", () => {
  const child = exampleReach(undefined, { "age-group": "under-18", "lifecycle-state": "active" });

  expect(cellIn(child, "solent-probation", "probationPractitioner", "identity.dateOfBirth")).toMatchObject({
    highest: "generalise:age-band",
    ranges: [
      { originators: ["hampshire-police"], highest: "generalise:age-band", lowest: "generalise:age-band" },
      { highest: "withhold", lowest: "withhold" },
    ],
    steps: [{ form: "generalise:age-band", limitedBy: "L01", when: [{}] }],
  });
});

test("covers the whole time an agreement runs, with dates where rules have them", () => {
  const reach = exampleReach((draft) => {
    ruleOf(draft, "P06").starts = "2026-06-01T00:00:00Z";
    ruleOf(draft, "P06").ends = "2026-07-01T00:00:00Z";
  });

  expect(cellIn(reach, "hampshire-police", "iomInspector", "probation.roshLevel")).toMatchObject({
    highest: "full",
    lowest: "withhold",
    steps: [{ during: [{ from: "2026-06-01T00:00:00.000Z", until: "2026-07-01T00:00:00.000Z" }] }],
  });
});

test("a party is shown its own rows, and of others only what it gives", () => {
  const yot = reachForParty("solent-yot", exampleReach());

  const others = yot.filter(({ party, steps }) => party !== "solent-yot" && steps.length > 0);
  expect(others.map(({ party, field, highest }) => ({ party, field, highest }))).toEqual([
    { party: "solent-probation", field: "youth.youthOrders", highest: "full" },
  ]);
  expect(others.flatMap(({ steps }) => steps.flatMap(({ originators }) => originators))).toEqual(["solent-yot"]);
});

const anyFacts: fc.Arbitrary<Readonly<Record<string, string>>> = fc.record(
  Object.fromEntries(
    ([...PERSON_FACTS, ...CELL_FACTS] as readonly Fact[]).map((fact) => [
      fact,
      fc.constantFrom(...FACT_VALUES[fact], "unknown"),
    ]),
  ),
);

const question = fc.record({
  facts: anyFacts,
  field: fc.constantFrom(...FIELDS),
  originator: fc.constantFrom(...PARTY_IDS),
  at: fc.oneof(fc.constant(NOW.toISOString()), instant),
});

function holds({ originators, when, during }: ReachStep, asked: { originator: string; facts: object; at: string }) {
  const isThen = during.some(
    ({ from, until }) =>
      (from === null || Date.parse(from) <= Date.parse(asked.at)) &&
      (until === null || Date.parse(asked.at) < Date.parse(until)),
  );
  return isThen && originators.includes(asked.originator) && isAmong(when, asked.facts);
}

test("of any agreement, whatever is asked and whenever, reach says what the reference decides", () => {
  const drawn = focus.chain((about) => agreement("one", about));

  fc.assert(
    fc.property(drawn, fc.array(question, { minLength: 15, maxLength: 15 }), ({ document, status }, questions) => {
      const loaded = indexAgreement(document, { steps: ALWAYS_ACTIVE, boundFrom: status.signed, withheld: [] });
      const { cells } = reachOf([loaded]);

      for (const asked of questions.filter(({ at }) => isInForce(loaded, at))) {
        for (const { party, role, purpose, steps, highest } of cells.filter(({ field }) => field === asked.field)) {
          const within = {
            agreement: loaded,
            scope: scopeOf(loaded, party, role, purpose),
            party,
            nowMs: Date.parse(asked.at),
          };
          const { form } = decideCell(within, asked);
          if (asked.originator !== party) {
            expect(steps.filter((step) => holds(step, asked)).map((step) => step.form)).toEqual(
              form === "withhold" ? [] : [form],
            );
            expect(form === "withhold" || highest !== "withhold").toBe(true);
          }
        }
      }
    }),
    { numRuns: 12 },
  );
});

function isInForce({ fromMs, toMs }: LoadedAgreement, at: string): boolean {
  return fromMs <= Date.parse(at) && Date.parse(at) < toMs;
}
