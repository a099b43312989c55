import fc from "fast-check";
import { expect, test } from "vitest";
import { agreement, type DrawnAgreement } from "#test/leaks/differential/arbitrary-agreement.ts";
import { recordAbout, requestBy } from "#test/leaks/differential/arbitrary-record.ts";
import { type Focus, focus, NOW, PARTY_IDS } from "#test/leaks/differential/arbitrary-rule.ts";
import { policySet } from "#test/leaks/differential/compare.ts";
import { CATALOGUE, isField } from "../catalogue.ts";
import { decide } from "../decide.ts";
import { decisionBehind } from "../decided-record.ts";
import type { FieldDecision, Permit } from "../decision.ts";
import { basisOf, type LoggedBasis } from "../logged-basis.ts";
import { ALWAYS_ACTIVE } from "../policy-set.ts";
import { createSimulation, type SimulationReport } from "../simulate.ts";

const RUNS = 200;

const inForce = (about: Focus) =>
  agreement("drawn-one", about)
    .filter(
      ({ document: { effective } }) =>
        Date.parse(effective.from) <= NOW.getTime() && NOW.getTime() < Date.parse(effective.to),
    )
    .map(
      ({ document }): DrawnAgreement => ({
        document,
        status: {
          steps: ALWAYS_ACTIVE,
          withheld: [],
          signed: Object.fromEntries(PARTY_IDS.map((party) => [party, "2020-01-01T00:00:00Z"])),
        },
      }),
    );

const drawn = focus.chain((about) =>
  fc.record({ before: inForce(about), after: inForce(about), request: requestBy(about), record: recordAbout(about) }),
);

type Drawn = typeof drawn extends fc.Arbitrary<infer One> ? One : never;

function decidedUnder(version: DrawnAgreement, { request, record }: Drawn): Permit | undefined {
  const decision = decide(request, record, policySet([version]));
  return decision.outcome === "permit" ? decision : decisionBehind(decision);
}

function replayed({ before, after }: Drawn, permit: Permit): SimulationReport {
  const simulation = createSimulation(before.document, after.document, NOW.getTime());
  const basis: LoggedBasis = JSON.parse(JSON.stringify(basisOf(permit)));
  simulation.add(basis, 1, "dana");
  return simulation.report();
}

/** Of a list every item leaves by itself; of another field the value that answers. */
function movesOf(
  field: string,
  before: FieldDecision | undefined,
  after: FieldDecision | undefined,
): readonly string[] {
  const isList = isField(field) && CATALOGUE[field].list;
  const pairs = isList
    ? (before?.cells ?? []).map(({ form }, at) => [form, after?.cells[at]?.form])
    : [[before?.form, after?.form]];
  return [...new Set(pairs.filter(([from, to]) => from !== to).map(([from, to]) => `${from} ${to}`))].toSorted();
}

test("of any decision really made, what the replay tells is what the draft would have decided", () => {
  let fields = 0;
  let moved = 0;
  let untold = 0;
  fc.assert(
    fc.property(drawn, (one) => {
      const [was, would] = [decidedUnder(one.before, one), decidedUnder(one.after, one)];
      if (was === undefined || would === undefined) {
        return;
      }
      const { changes, cannotTell } = replayed(one, was);
      for (const [field, decision] of Object.entries(was.fields)) {
        const told = changes.filter((change) => change.field === field).map(({ from, to }) => `${from} ${to}`);
        const expected = movesOf(field, decision, would.fields[isField(field) ? field : "identity.firstName"]);
        fields += 1;
        if (cannotTell.some((unknown) => unknown.field === field)) {
          untold += 1;
          expect(expected).toEqual(expect.arrayContaining(told));
        } else {
          moved += expected.length;
          expect(told.toSorted()).toEqual(expected);
        }
      }
    }),
    { numRuns: RUNS, seed: 20_261_127 },
  );
  expect(fields).toBeGreaterThan(RUNS / 2);
  expect(moved).toBeGreaterThan(RUNS / 40);
  expect(untold).toBeGreaterThan(5);
});
