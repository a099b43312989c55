import { isFieldPath } from "#schemas/field-paths.ts";
import { CATALOGUE } from "#schemas/generated/catalogue.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import { FACT_VALUES, type Fact } from "#schemas/vocabulary.ts";

export type ReachCell = Exchanges["agreement-reach"]["agreements"][number]["cells"][number];

/** What is supposed of a person; a fact that is not here may be anything. */
export type Supposed = ReadonlyMap<string, string>;

/** Everything one recipient may see of one kind of information, under what is supposed. */
export type MatrixCell = {
  /** Highest first; one where it depends on nothing that is left open. `withhold`: not shared. */
  readonly forms: readonly string[];
};

const UNKNOWN = "unknown";
/** More combinations than this are not looked through: the cell depends, and its own page says on what. */
const COMBINATIONS_MAX = 4096;

/** The facts that these cells depend on, with every value that a person may have, `unknown` last. */
export function factsOf(
  cells: readonly ReachCell[],
): readonly { readonly fact: Fact; readonly values: readonly string[] }[] {
  const named = new Set(
    cells.flatMap(({ steps }) => steps.flatMap(({ when }) => when.flatMap((one) => Object.keys(one)))),
  );
  return (Object.keys(FACT_VALUES) as Fact[])
    .filter((fact) => named.has(fact))
    .map((fact) => ({ fact, values: [...FACT_VALUES[fact], UNKNOWN] }));
}

/** Looks through every combination of the facts that are left open, for all roles of a recipient at once. */
export function cellOf(cells: readonly ReachCell[], supposed: Supposed, now: Date): MatrixCell {
  const forms = new Set<string>();
  for (const cell of cells) {
    const steps = cell.steps.filter(({ during }) => isNow(during, now));
    const open = factsOf([{ ...cell, steps }]).filter(({ fact }) => !supposed.has(fact));
    for (const facts of combinations(open, supposed)) forms.add(highestOf(cell.field, steps, facts));
  }
  const ladder: readonly string[] = ladderOf(cells[0]?.field ?? "");
  return { forms: [...forms].toSorted((one, other) => ladder.indexOf(other) - ladder.indexOf(one)) };
}

function highestOf(field: string, steps: ReachCell["steps"], facts: Supposed): string {
  const ladder = ladderOf(field);
  const heights = steps.filter(({ when }) => holds(when, facts)).map(({ form }) => ladder.indexOf(form));
  return ladder[Math.max(0, ...heights)] ?? "withhold";
}

function holds(when: ReachCell["steps"][number]["when"], facts: Supposed): boolean {
  const isSo = ([fact, values]: readonly [string, readonly string[]]) => values.includes(facts.get(fact) ?? UNKNOWN);
  return when.length === 0 || when.some((circumstance) => Object.entries(circumstance).every(isSo));
}

function* combinations(open: ReturnType<typeof factsOf>, supposed: Supposed): Generator<Supposed> {
  const count = open.reduce((product, { values }) => product * values.length, 1);
  for (let at = 0; at < Math.min(count, COMBINATIONS_MAX); at += 1) {
    const facts = new Map(supposed);
    let rest = at;
    for (const { fact, values } of open) {
      facts.set(fact, values[rest % values.length] ?? UNKNOWN);
      rest = Math.floor(rest / values.length);
    }
    yield facts;
  }
}

function isNow(during: ReachCell["steps"][number]["during"], now: Date): boolean {
  const at = now.toISOString();
  return during.length === 0 || during.some(({ from, until }) => (from ?? "") <= at && (until === null || at < until));
}

function ladderOf(field: string): readonly string[] {
  return isFieldPath(field) ? CATALOGUE[field].ladder : [];
}
