import { FIELD_PATHS, type FieldPath } from "#schemas/generated/field-paths.ts";
import { type CircumstanceFinder, circumstanceFinder } from "./circumstances.ts";
import { boundariesOf, type CompiledAgreement, type CompiledScope, compileByScope } from "./compile-agreement.ts";
import type { KnownFacts } from "./condition.ts";
import { tupleCount } from "./fact-tuple.ts";
import { type Pieces, whole } from "./pieces.ts";
import type { LoadedAgreement } from "./policy-set.ts";
import { cellOf } from "./reach/cell-of-reaches.ts";
import { type FieldReach, fieldReach } from "./reach/field-reach.ts";
import type { ReachCell } from "./reach/reach-cell.ts";

/** Everything that can ever be seen under these agreements, by whom, for what and when. */
export type Reach = {
  readonly cells: readonly ReachCell[];
  /** Decisions it stands for: combinations of facts of every scope with rules, times the fields of the record. */
  readonly decisions: number;
  /** Cells of the compiled tables by agreement, scope (`party role purpose`) and form; scopes that get nothing are left out. */
  readonly totals: ReachTotals;
};

export type ReachTotals = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, number>>>>>>;

/**
 * The exhaustive matrix (design/agreements section 9), over the whole time that each agreement runs. `given` narrows
 * it to people of whom some facts are known, or known to be unknown.
 */
export function reachOf(agreements: readonly LoadedAgreement[], given: KnownFacts = {}): Reach {
  return whole(reachByScope(agreements, given));
}

/** The same, scope by scope. */
export function* reachByScope(agreements: readonly LoadedAgreement[], given: KnownFacts = {}): Pieces<Reach> {
  const compiled: CompiledAgreement[] = [];
  for (const agreement of agreements) {
    compiled.push(...(yield* compileThroughoutByScope(agreement)));
  }
  return yield* reachOfCompiledByScope(compiled, given);
}

/** One table for each stretch of time in which the rules of the agreement give the same. */
export function compileThroughout(agreement: LoadedAgreement): readonly CompiledAgreement[] {
  return whole(compileThroughoutByScope(agreement));
}

function* compileThroughoutByScope(agreement: LoadedAgreement): Pieces<readonly CompiledAgreement[]> {
  const { fromMs, toMs } = agreement;
  const inside = boundariesOf(agreement).filter((boundary) => boundary > fromMs && boundary < toMs);
  const tables: CompiledAgreement[] = [];
  for (const atMs of [fromMs, ...inside]) {
    tables.push(yield* compileByScope(agreement, atMs));
  }
  return tables;
}

/** As `reachOf`, where the tables are there already. */
export function reachOfCompiled(compiled: readonly CompiledAgreement[], given: KnownFacts = {}): Reach {
  return whole(reachOfCompiledByScope(compiled, given));
}

/** The same, scope by scope. */
export function* reachOfCompiledByScope(compiled: readonly CompiledAgreement[], given: KnownFacts = {}): Pieces<Reach> {
  const find = circumstanceFinder();
  const each: AgreementReach[] = [];
  for (const agreement of new Set(compiled.map((table) => table.agreement))) {
    const tables = compiled.filter((table) => table.agreement === agreement);
    each.push(yield* reachOfAgreement(agreement, tables, { given, find }));
  }
  return {
    cells: each.flatMap(({ cells }) => cells),
    decisions: each.reduce((sum, { decisions }) => sum + decisions, 0),
    totals: Object.fromEntries(each.map(({ id, totals }) => [id, totals])),
  };
}

/** The rows and columns of one party: what it may receive, and what may be seen of what it gives. */
export function reachForParty(party: string, { cells }: Reach): readonly ReachCell[] {
  return cells.flatMap((cell) => {
    if (cell.party === party) {
      return [cell];
    }
    const given = cell.ranges.find(({ originators }) => originators.includes(party));
    const steps = cell.steps.filter(({ originators }) => originators.includes(party));
    return given === undefined
      ? []
      : [
          {
            ...cell,
            highest: given.highest,
            lowest: given.lowest,
            ranges: [onlyOf(party, given)],
            steps: steps.map((step) => onlyOf(party, step)),
          },
        ];
  });
}

function onlyOf<T extends { readonly originators: readonly string[] }>(party: string, of: T): T {
  return { ...of, originators: [party] };
}

type Asking = { readonly given: KnownFacts; readonly find: CircumstanceFinder };

type AgreementReach = {
  readonly id: string;
  readonly cells: readonly ReachCell[];
  readonly decisions: number;
  readonly totals: ReachTotals[string];
};

function* reachOfAgreement(
  agreement: LoadedAgreement,
  tables: readonly CompiledAgreement[],
  asking: Asking,
): Pieces<AgreementReach> {
  const { id, version } = agreement.document;
  const instants = tables.map(({ fromMs }) => (fromMs <= agreement.fromMs ? Number.NEGATIVE_INFINITY : fromMs));
  const cells: ReachCell[] = [];
  const totals: Record<string, Readonly<Record<string, number>>> = {};
  let decisions = 0;
  for (const [key, { party, role, purpose, personFacts }] of tables[0]?.scopes ?? []) {
    const scopes = tables.map((table) => table.scopes.get(key)).filter((scope) => scope !== undefined);
    const byField = fieldsOf(scopes).map((field) => [field, reachesOf(field, scopes, asking)] as const);
    const named = { agreement: id, version, party, role, purpose };
    cells.push(
      ...byField.map(([field, reaches]) => cellOf({ ...named, field }, reaches, { instants, find: asking.find })),
    );
    const total = totalOf(byField.flatMap(([, reaches]) => reaches));
    if (Object.keys(total).length > 0) {
      totals[key] = total;
    }
    decisions += agreement.scopes.has(key) ? tupleCount(personFacts) * FIELD_PATHS.length : 0;
    yield;
  }
  return { id, cells, decisions, totals };
}

function fieldsOf(scopes: readonly CompiledScope[]): readonly FieldPath[] {
  return [...(scopes[0]?.fields.keys() ?? [])];
}

/** One for each stretch of time. */
function reachesOf(field: FieldPath, scopes: readonly CompiledScope[], { given }: Asking): readonly FieldReach[] {
  return scopes
    .map((scope) => scope.fields.get(field))
    .filter((compiled) => compiled !== undefined)
    .map((compiled) => fieldReach(compiled, given));
}

function totalOf(reaches: readonly FieldReach[]): Readonly<Record<string, number>> {
  const total = new Map<string, number>();
  for (const { cells } of reaches) {
    for (const [form, count] of cells) {
      total.set(form, (total.get(form) ?? 0) + count);
    }
  }
  total.delete("withhold");
  return Object.fromEntries([...total].toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
