import { deepStrictEqual, ok } from "node:assert/strict";
import type { CompiledField, CompiledScope } from "#policies/compile-agreement.ts";
import type { CellScope } from "#policies/decide-cell.ts";
import { tupleAt, tupleCount } from "#policies/fact-tuple.ts";
import { type LoadedAgreement, scopeOf } from "#policies/policy-set.ts";
import { CATALOGUE } from "#schemas/generated/catalogue.ts";
import { FIELD_PATHS, type FieldPath } from "#schemas/generated/field-paths.ts";
import { NOW } from "../../leaks/differential/arbitrary-rule.ts";
import { policySet } from "../../leaks/differential/compare.ts";
import { drawnCases, eachCase } from "../drawn-cases.ts";
import type { Check, Engine } from "../engine.ts";

/** What was decided in advance is, cell by cell, what the reference decides now; and it says how long that holds. */
export const COMPILED: Check = {
  name: "compiled",
  holds: (engine) =>
    eachCase(drawnCases(8), ({ agreements }) => {
      const [agreement] = policySet(agreements, engine.indexAgreement).agreements;
      ok(agreement !== undefined);
      const compiled = engine.compileAgreement(agreement, NOW.getTime());
      const { fromMs, untilMs } = compiled;
      ok(fromMs <= NOW.getTime() && NOW.getTime() < untilMs);
      const edges = [fromMs, untilMs - 1].filter(Number.isFinite);
      deepStrictEqual(compiled.scopes.size, scopesIn(agreement));
      for (const scope of compiled.scopes.values()) {
        for (const nowMs of [NOW.getTime(), ...edges]) {
          equalsReference(engine, agreement, scope, nowMs);
        }
      }
    }),
};

function scopesIn({ document }: LoadedAgreement): number {
  return document.parties.reduce((sum, { roles }) => sum + roles.length * document.purposes.length, 0);
}

/** How many decisions of one scope were held against the reference; it throws at the first that differs. */
export function equalsReference(
  engine: Engine,
  agreement: LoadedAgreement,
  compiled: CompiledScope,
  nowMs: number,
): number {
  const { party, role, purpose } = compiled;
  const within = { agreement, scope: scopeOf(agreement, party, role, purpose), party, nowMs };
  let decisions = 0;
  const tables = [...compiled.fields].map(([field, { originators }]) => [field, originators.toSorted()]);
  const holders = FIELD_PATHS.map((field) => [field, holdersOf(within, field).toSorted()] as const);
  deepStrictEqual(
    tables,
    holders.filter(([, others]) => others.length > 0),
  );
  for (const [field, table] of compiled.fields) {
    const count = tupleCount(table.facts);
    for (const [at, originator] of table.originators.entries()) {
      for (let tuple = 0; tuple < count; tuple += 1) {
        const verdict = engine.decideCell(within, { field, originator, facts: tupleAt(table.facts, tuple) });
        same(table, at * count + tuple, verdict);
        decisions += 1;
      }
    }
  }
  return decisions;
}

/** Comparing the text of two verdicts costs a tenth of comparing them deeply, and there are hundreds of thousands. */
function same(table: CompiledField, at: number, verdict: unknown): void {
  const compiled = table.verdicts[at];
  if (JSON.stringify(compiled) !== JSON.stringify(verdict)) {
    deepStrictEqual(compiled, verdict, table.field);
  }
}

/** Who else could give a value: agencies of the owner's type, and those of whose values some permit speaks. */
function holdersOf(within: CellScope, field: FieldPath): readonly string[] {
  const { owner } = CATALOGUE[field];
  const others = within.agreement.document.parties.filter(({ id }) => id !== within.party);
  const holders = others.filter(
    ({ id: originator, agencyType }) =>
      owner === "any" ||
      owner === agencyType ||
      within.scope.fields.get(field)?.permits.some(({ from }) => from?.has(originator)),
  );
  return holders.map(({ id }) => id);
}
