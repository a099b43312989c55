import fc from "fast-check";
import { expect, test } from "vitest";
import { readDraft } from "#test/agreement-drafts.ts";
import { agreement } from "#test/leaks/differential/arbitrary-agreement.ts";
import { recordAbout, requestBy } from "#test/leaks/differential/arbitrary-record.ts";
import { focus } from "#test/leaks/differential/arbitrary-rule.ts";
import { policySet } from "#test/leaks/differential/compare.ts";
import { decide } from "./decide.ts";
import { decisionBehind } from "./decided-record.ts";
import type { CellDecision, Decision, Permit } from "./decision.ts";
import { basisOf, basisText, type LoggedBasis } from "./logged-basis.ts";
import { policiesOf } from "./made-up-policies.ts";
import { held, madeUpRecord, madeUpRequest, NOW } from "./made-up-record.ts";
import type { PolicySet } from "./policy-set.ts";
import { type ReplayedDecision, replayDecision } from "./replay-decision.ts";

const RUNS = 1_500;
const SEED = 20_261_127;

const drawn = focus.chain((about) =>
  fc.record({
    agreements: fc.tuple(agreement("drawn-one", about)),
    request: requestBy(about),
    record: recordAbout(about),
  }),
);

/** The decision on a person, whether or not it left anything to share. */
function decisionOn(decision: Decision): Permit | undefined {
  return decision.outcome === "permit" ? decision : decisionBehind(decision);
}

/** As it comes back from where it was kept. */
function logged(permit: Permit): LoggedBasis {
  const { outlet } = permit;
  const basis: LoggedBasis = { ...JSON.parse(basisText(permit)), outlet };
  expect(basis).toEqual(basisOf(permit));
  return basis;
}

function replayed(permit: Permit, { agreements, precedence }: PolicySet): ReplayedDecision {
  const [made] = agreements;
  if (made === undefined) throw new Error("no agreement");
  return replayDecision(logged(permit), { agreement: made, at: new Date(permit.at), precedence });
}

const sorted = (cells: readonly unknown[]) => cells.map((cell) => JSON.stringify(cell)).toSorted();
const withoutKey = ({ itemKey: _, ...verdict }: CellDecision) => verdict;

/** Each field with what answers it and the decisions on all that was held of it, in no order. */
function fieldsOf({ fields }: Permit) {
  return Object.fromEntries(
    Object.entries(fields).map(([field, { form, cells, chosen }]) => {
      const answer = chosen === undefined ? undefined : cells[chosen];
      return [field, { form, answer: answer && withoutKey(answer), cells: sorted(cells.map(withoutKey)) }];
    }),
  );
}

function fieldsAgain(decision: ReplayedDecision) {
  return Object.fromEntries(
    Object.entries(decision).map(([field, { form, cells, chosen }]) => {
      const all = cells.flatMap(({ verdict, count }) => Array.from({ length: count }, () => verdict));
      return [field, { form, answer: chosen === undefined ? undefined : cells[chosen]?.verdict, cells: sorted(all) }];
    }),
  );
}

test("P8: what is logged of a decision gives it again, released or not, field for field and reason for reason", () => {
  let decisions = 0;
  let withNothing = 0;
  fc.assert(
    fc.property(drawn, ({ agreements, request, record }) => {
      const policies = policySet(agreements);
      const decision = decide(request, record, policies);
      const permit = decisionOn(decision);
      if (permit !== undefined) {
        decisions += 1;
        withNothing += decision.outcome === "refused" ? 1 : 0;
        expect(fieldsAgain(replayed(permit, policies))).toEqual(fieldsOf(permit));
      }
    }),
    { numRuns: RUNS, seed: SEED },
  );
  expect(decisions).toBeGreaterThan(RUNS / 4);
  expect(withNothing).toBeGreaterThan(20);
});

const policies = policiesOf([{ document: readDraft("worked-example.isa.yaml") }]);

function basisFor(values: Parameters<typeof madeUpRecord>[0], facts: Parameters<typeof madeUpRecord>[1] = {}) {
  const permit = decisionOn(decide(madeUpRequest(), madeUpRecord(values, facts), policies));
  if (permit === undefined) throw new Error("nobody was decided on");
  return logged(permit);
}

test("a basis holds no value, no id and no key of an item, and says what was known", () => {
  const values = {
    "identity.firstName": [held("hampshire-police", "Dana")],
    "police.offendingHistory": [
      held("hampshire-police", { offence: "A" }, { itemKey: "OFF-1" }),
      held("hampshire-police", { offence: "B" }, { itemKey: "OFF-2" }),
    ],
  };
  expect(basisFor(values, { "lifecycle-state": "active" })).toEqual({
    agreement: "solent-example",
    version: 1,
    party: "solent-probation",
    role: "probationPractitioner",
    purpose: "iom-case-management",
    outlet: "people.read",
    facts: { "age-group": "unknown", "lifecycle-state": "active" },
    cells: [
      { field: "identity.firstName", originator: "hampshire-police", facts: {}, count: 1 },
      { field: "police.offendingHistory", originator: "hampshire-police", facts: {}, count: 2 },
    ],
  });
});

test("a person of whom nothing may be shared leaves a basis like any other", () => {
  const basis = basisFor({ "identity.firstName": [held("hampshire-police", "Dana")] }, { "lifecycle-state": "closed" });
  expect(basis.cells).toEqual([{ field: "identity.firstName", originator: "hampshire-police", facts: {}, count: 1 }]);
});

test("of values of one field the newest comes first, so that the one that answered is known again", () => {
  const older = held("hampshire-police", "Dana", { asOf: "2026-01-01T00:00:00Z" });
  const newer = held("solent-yot", "Dana", { asOf: "2026-11-01T00:00:00Z" });
  const facts = { "lifecycle-state": "active" } as const;
  const order = (values: (typeof older)[]) =>
    basisFor({ "identity.firstName": values }, facts).cells.map(({ originator }) => originator);
  expect(order([older, newer])).toEqual(["solent-yot", "hampshire-police"]);
  expect(order([newer, older])).toEqual(["solent-yot", "hampshire-police"]);
});

test("evidence about somebody else names nobody and is weighed as not seen", () => {
  const evidence = [
    {
      personId: "8f6f5a1c-0000-4000-8000-000000000002",
      field: "police.pncId",
      originator: "hampshire-police",
      neededForm: "mask",
    } as const,
  ];
  const [cell] = basisFor(
    { "identity.firstName": [held("hampshire-police", "Dana", { evidence })] },
    { "lifecycle-state": "active" },
  ).cells;
  expect(cell?.evidence).toEqual([]);
});

test("a permit that nobody decided cannot be logged", () => {
  const permit = decisionOn(
    decide(
      madeUpRequest({ now: NOW }),
      madeUpRecord({ "identity.firstName": [held("hampshire-police", "Dana")] }, { "lifecycle-state": "active" }),
      policies,
    ),
  );
  expect(() => basisOf({ ...permit } as Permit)).toThrow("only what was decided can be logged");
});
