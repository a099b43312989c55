import fc from "fast-check";
import { expect, test } from "vitest";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import { CELL_FACTS, FACT_VALUES, type Fact, PERSON_FACTS } from "#schemas/vocabulary.ts";
import { agreement } from "#test/leaks/differential/arbitrary-agreement.ts";
import { FIELDS, type Focus, focus, PARTY_IDS } from "#test/leaks/differential/arbitrary-rule.ts";
import type { Agreement } from "../agreement-document.ts";
import { CATALOGUE } from "../catalogue.ts";
import { decideCell } from "../decide-cell.ts";
import { indexAgreement } from "../index-agreement.ts";
import { ALWAYS_ACTIVE, scopeOf } from "../policy-set.ts";
import { createSimulation, type SimulationReport } from "../simulate.ts";

const ALL_FACTS: readonly Fact[] = [...PERSON_FACTS, ...CELL_FACTS];
const AT_MS = Date.parse("2026-11-21T12:00:00Z");

const anyFacts: fc.Arbitrary<Readonly<Record<string, string>>> = fc.record(
  Object.fromEntries(ALL_FACTS.map((fact) => [fact, fc.constantFrom(...FACT_VALUES[fact], "unknown")])),
);

const inForce = (about: Focus) =>
  agreement("one", about).filter(
    ({ document: { effective } }) => Date.parse(effective.from) <= AT_MS && AT_MS < Date.parse(effective.to),
  );

const drawn = focus.chain((about) =>
  fc.record({
    about: fc.constant(about),
    versions: fc.tuple(inForce(about), inForce(about)),
    field: fc.constantFrom(...[...about.fields, ...FIELDS].filter((field) => !CATALOGUE[field].derived)),
    originator: fc.constantFrom(...PARTY_IDS.filter((party) => party !== about.party)),
    facts: anyFacts,
    unrecorded: fc.subarray([...PERSON_FACTS], { maxLength: 2 }),
  }),
);

type Drawn = typeof drawn extends fc.Arbitrary<infer One> ? One : never;

function formIn(document: Agreement, { about, field, originator }: Drawn, facts: Drawn["facts"]): string {
  const { party, role, purpose } = about;
  const boundFrom = Object.fromEntries(document.parties.map(({ id }) => [id, "2000-01-01T00:00:00Z"]));
  const whole = {
    ...document,
    effective: { ...document.effective, from: "2000-01-01T00:00:00Z", to: "2100-01-01T00:00:00Z" },
  };
  const loaded = indexAgreement(whole, { steps: ALWAYS_ACTIVE, boundFrom, withheld: [] });
  const within = { agreement: loaded, scope: scopeOf(loaded, party, role, purpose), party, nowMs: AT_MS };
  return decideCell(within, { field, originator, facts }).form;
}

function replayed(one: Drawn): SimulationReport {
  const [before, after] = one.versions;
  const { field, originator, facts, unrecorded, about } = one;
  const recorded = Object.fromEntries(
    PERSON_FACTS.filter((fact) => !unrecorded.includes(fact)).map((fact) => [fact, facts[fact] ?? "unknown"]),
  );
  const ofCell = Object.fromEntries(CATALOGUE[field].cellFacts.map((fact) => [fact, facts[fact] ?? "unknown"]));
  const scope = { party: about.party, role: about.role, purpose: about.purpose };
  const simulation = createSimulation(before.document, after.document, AT_MS);
  const cells = [{ field, originator, facts: ofCell, count: 1 }];
  simulation.add({ agreement: "one", version: 1, outlet: "people.read", ...scope, facts: recorded, cells }, 1, "dana");
  return simulation.report();
}

/** Every way in which the facts that were not recorded can have been. */
function completions({ facts, unrecorded }: Drawn): readonly Drawn["facts"][] {
  return unrecorded.reduce<readonly Drawn["facts"][]>(
    (sofar, fact) =>
      sofar.flatMap((one) => [...FACT_VALUES[fact], "unknown"].map((value) => ({ ...one, [fact]: value }))),
    [facts],
  );
}

function movesOf(one: Drawn): readonly string[] {
  const [before, after] = one.versions;
  const moves = completions(one).map(
    (facts) => `${formIn(before.document, one, facts)} ${formIn(after.document, one, facts)}`,
  );
  return [...new Set(moves)];
}

test("says that a form changes when it does however the missing facts were, and that it cannot tell when that depends on them", () => {
  fc.assert(
    fc.property(drawn, (one) => {
      const moves = movesOf(one);
      const changes = moves.filter((move) => new Set(move.split(" ")).size === 2);
      const { changes: told, cannotTell } = replayed(one);

      expect(told.map(({ from, to }) => `${from} ${to}`)).toEqual(moves.length === 1 ? changes : []);
      expect(cannotTell.map(({ field }) => field)).toEqual(
        moves.length > 1 && changes.length > 0 ? [one.field satisfies FieldPath] : [],
      );
    }),
    { numRuns: 150 },
  );
});
