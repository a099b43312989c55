import fc from "fast-check";
import { expect, test } from "vitest";
import { CELL_FACTS, FACT_VALUES, type Fact, PERSON_FACTS } from "#schemas/vocabulary.ts";
import { agreement } from "#test/leaks/differential/arbitrary-agreement.ts";
import { FIELDS, focus, instant, NOW, PARTY_IDS } from "#test/leaks/differential/arbitrary-rule.ts";
import type { AgreementDiff, FormChange } from "../agreement-diff.ts";
import type { Agreement } from "../agreement-document.ts";
import { isAmong } from "../circumstances.ts";
import type { KnownFacts } from "../condition.ts";
import { decideCell } from "../decide-cell.ts";
import { diffAgreements } from "../diff-agreements.ts";
import { indexAgreement } from "../index-agreement.ts";
import { ALWAYS_ACTIVE, type LoadedAgreement, scopeOf } from "../policy-set.ts";

const twoVersions = focus.chain((about) => fc.tuple(agreement("one", about), agreement("one", about)));

test("a version compared with itself differs in nothing", () => {
  fc.assert(
    fc.property(
      focus.chain((about) => agreement("one", about)),
      ({ document }) => {
        const { changes, terms, isWidening } = diffAgreements(document, structuredClone(document));

        expect({ changes, terms, isWidening }).toEqual({ changes: [], terms: [], isWidening: false });
      },
    ),
    { numRuns: 30 },
  );
});

const ALL_FACTS: readonly Fact[] = [...PERSON_FACTS, ...CELL_FACTS];

const anyFacts: fc.Arbitrary<KnownFacts> = fc.record(
  Object.fromEntries(ALL_FACTS.map((fact) => [fact, fc.constantFrom(...FACT_VALUES[fact], "unknown")])),
);

const question = fc.record({
  facts: anyFacts,
  field: fc.constantFrom(...FIELDS),
  originator: fc.constantFrom(...PARTY_IDS),
  at: fc.oneof(fc.constant(NOW.toISOString()), instant),
});

/** One document alone, every party having signed. */
function alone(document: Agreement): LoadedAgreement {
  const boundFrom = Object.fromEntries(document.parties.map(({ id }) => [id, document.effective.from]));
  return indexAgreement(document, { steps: ALWAYS_ACTIVE, boundFrom, withheld: [] });
}

function formIn(loaded: LoadedAgreement, { party, role, purpose }: AskedBy, asked: Asked): string {
  const scope = scopeOf(loaded, party, role, purpose);
  return decideCell({ agreement: loaded, scope, party, nowMs: Date.parse(asked.at) }, asked).form;
}

type AskedBy = Pick<FormChange, "party" | "role" | "purpose">;

type Asked = typeof question extends fc.Arbitrary<infer Drawn> ? Drawn : never;

function isInForce({ fromMs, toMs }: LoadedAgreement, at: string): boolean {
  return fromMs <= Date.parse(at) && Date.parse(at) < toMs;
}

/** Every role for every purpose of either version, but those of the originator itself. */
function scopesOf(versions: readonly Agreement[], originator: string): readonly AskedBy[] {
  const parties = versions.flatMap((version) => version.parties).filter(({ id }) => id !== originator);
  const purposes = [...new Set(versions.flatMap((version) => version.purposes.map(({ id }) => id)))];
  return parties.flatMap(({ id: party, roles }) =>
    roles.flatMap((role) => purposes.map((purpose) => ({ party, role, purpose }))),
  );
}

function movesIn(diff: AgreementDiff, scope: AskedBy, asked: Asked) {
  const { field, originator, facts, at } = asked;
  const holds = ({ from, until }: FormChange["during"][number]) =>
    (from === null || Date.parse(from) <= Date.parse(at)) && (until === null || Date.parse(at) < Date.parse(until));
  return diff.changes
    .filter((change) => change.party === scope.party && change.role === scope.role)
    .filter((change) => change.purpose === scope.purpose && change.field === field)
    .filter((change) => change.originator === originator && change.during.some(holds) && isAmong(change.when, facts))
    .map(({ from, to }) => ({ from, to }));
}

test("for any two versions, person, cell and instant the difference is what the reference decides for each", () => {
  fc.assert(
    fc.property(twoVersions, fc.array(question, { minLength: 20, maxLength: 20 }), ([one, other], questions) => {
      const [before, after] = [alone(one.document), alone(other.document)];
      const diff = diffAgreements(one.document, other.document);

      for (const asked of questions.filter(({ at }) => isInForce(before, at) && isInForce(after, at))) {
        for (const scope of scopesOf([one.document, other.document], asked.originator)) {
          const [from, to] = [formIn(before, scope, asked), formIn(after, scope, asked)];
          expect(movesIn(diff, scope, asked)).toEqual(from === to ? [] : [{ from, to }]);
        }
      }
    }),
    { numRuns: 40 },
  );
});

test("the other way round, every gain is a loss and nothing else is different", () => {
  const mirrored = ({ changes }: AgreementDiff) =>
    changes.map(({ grounds: _, from, to, direction, ...rest }) =>
      JSON.stringify({ ...rest, from: to, to: from, direction: direction === "gain" ? "loss" : "gain" }),
    );
  const plain = ({ changes }: AgreementDiff) =>
    changes.map(({ grounds: _, from, to, direction, ...rest }) => JSON.stringify({ ...rest, from, to, direction }));

  fc.assert(
    fc.property(twoVersions, ([{ document: before }, { document: after }]) => {
      const there = new Set(mirrored(diffAgreements(before, after)));
      expect(there).toEqual(new Set(plain(diffAgreements(after, before))));
    }),
    { numRuns: 20 },
  );
});
