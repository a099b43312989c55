import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { CellFact, PersonFact } from "#schemas/vocabulary.ts";
import { CATALOGUE, heightOf } from "./catalogue.ts";
import { type CompiledAgreement, intervalAround, personFactsTested } from "./compile-agreement.ts";
import { everyTuple, type KnownFacts } from "./condition.ts";
import { type CellScope, decideCell } from "./decide-cell.ts";
import type { CellDecision, FieldDecision } from "./decision.ts";
import { tupleIndex } from "./fact-tuple.ts";
import type { ChosenScope } from "./gate.ts";
import type { Scope } from "./policy-set.ts";
import { possibleOriginators } from "./possible-originators.ts";

/** The answer for one value, made before there is one and handed out as it is. */
export type PlannedCell = {
  readonly cell: CellDecision;
  /** The decision on a field of which this is the only value. */
  readonly alone: FieldDecision;
};

/** What a scope gives of one field of a person of known facts: by originator, then by number of the cell facts. */
type PlannedField = {
  readonly facts: KnownFacts;
  readonly cellFacts: readonly CellFact[];
  readonly cells: Map<string, PlannedCell[]>;
};

/** All that a scope gives of a person of whom these facts are known. */
export type Plan = {
  readonly within: CellScope;
  readonly facts: KnownFacts;
  readonly fields: Map<FieldPath, PlannedField>;
  readonly prepare: (field: FieldPath, facts: KnownFacts) => PlannedField;
};

type ScopePlans = Pick<CompiledAgreement, "fromMs" | "untilMs"> & {
  readonly within: CellScope;
  /** By number of the combination of person facts. */
  readonly plans: Plan[];
  readonly prepare: Plan["prepare"];
  readonly matchable: Map<FieldPath, boolean>;
};

/** A scope is never changed after it is made, so what was decided for it is kept for as long as it is. */
const kept = new WeakMap<Scope, ScopePlans>();

/**
 * Looks up the plan for a person of these facts. A plan remembers what `decideCell` said, for the time in which no rule
 * begins or ends and no signature takes effect; what was never asked before is decided then.
 */
export function planFor(chosen: ChosenScope, facts: KnownFacts, nowMs: number): Plan {
  const { within, plans, prepare } = plansOf(chosen, nowMs);
  const at = tupleIndex(chosen.scope.personFacts, facts);
  const known = plans[at];
  if (known !== undefined) {
    return known;
  }
  const plan = { within, facts, fields: new Map(), prepare };
  plans[at] = plan;
  return plan;
}

/** The decision on a value of which only originator and cell facts are known. */
export function plannedCell(plan: Plan, field: FieldPath, originator: string, cellFacts: KnownFacts): PlannedCell {
  const planned = plan.fields.get(field) ?? remember(plan.fields, field, plan.prepare(field, plan.facts));
  const cells = planned.cells.get(originator) ?? remember(planned.cells, originator, []);
  const at = planned.cellFacts.length === 0 ? 0 : tupleIndex(planned.cellFacts, cellFacts);
  const known = cells[at];
  if (known !== undefined) {
    return known;
  }
  const verdict = decideCell(plan.within, { field, originator, facts: { ...planned.facts, ...cellFacts } });
  const made = ready({ ...verdict, itemKey: null });
  cells[at] = made;
  return made;
}

/** Whether some state of a person would release the field to this scope above `mask`: then it may be asked on (design/agreements 4.11). */
export function isMatchable(chosen: ChosenScope, field: FieldPath, nowMs: number): boolean {
  const { within, matchable } = plansOf(chosen, nowMs);
  return matchable.get(field) ?? remember(matchable, field, isEverAboveMask(within, field));
}

function plansOf(chosen: ChosenScope, nowMs: number): ScopePlans {
  const { agreement, party, scope } = chosen;
  const before = kept.get(scope);
  if (before !== undefined && isFor(before.within, chosen) && before.fromMs <= nowMs && nowMs < before.untilMs) {
    return before;
  }
  const fresh: ScopePlans = {
    ...intervalAround(agreement, nowMs),
    within: { agreement, party, scope, nowMs },
    plans: [],
    prepare: preparer(scope),
    matchable: new Map(),
  };
  kept.set(chosen.scope, fresh);
  return fresh;
}

/** All whom no rule speaks of have one empty scope between them; what is their own is not each other's. */
function isFor(within: CellScope, { agreement, party }: ChosenScope): boolean {
  return within.agreement === agreement && within.party === party;
}

type Prepared = { readonly tested: readonly PersonFact[]; readonly byTuple: PlannedField[] };

/** People who differ only in facts that the rules of a field do not test share what is given of it. */
function preparer(scope: Scope): Plan["prepare"] {
  const prepared = new Map<FieldPath, Prepared>();
  return (field, facts) => {
    const { tested, byTuple } =
      prepared.get(field) ??
      remember(prepared, field, { tested: personFactsTested(field, scope), byTuple: [] as PlannedField[] });
    const at = tupleIndex(tested, facts);
    const known = byTuple[at];
    if (known !== undefined) {
      return known;
    }
    const cellFacts = CATALOGUE[field].cellFacts.toSorted();
    const planned = { facts, cellFacts, cells: new Map<string, PlannedCell[]>() };
    byTuple[at] = planned;
    return planned;
  };
}

function remember<Key, Value>(map: Map<Key, Value>, key: Key, value: Value): Value {
  map.set(key, value);
  return value;
}

function ready(cell: CellDecision): PlannedCell {
  Object.freeze(cell);
  return { cell, alone: Object.freeze({ form: cell.form, cells: Object.freeze([cell]), chosen: 0 }) };
}

function isEverAboveMask(within: CellScope, field: FieldPath): boolean {
  const masked = heightOf(field, "mask");
  const facts = [...personFactsTested(field, within.scope), ...CATALOGUE[field].cellFacts];
  for (const originator of possibleOriginators(field, within)) {
    for (const known of everyTuple(facts)) {
      if (heightOf(field, decideCell(within, { field, originator, facts: known }).form) > masked) {
        return true;
      }
    }
  }
  return false;
}
