import { FIELD_PATHS, type FieldPath } from "#schemas/generated/field-paths.ts";
import type { Fact, PersonFact, Purpose } from "#schemas/vocabulary.ts";
import { CATALOGUE } from "./catalogue.ts";
import { factsOf, isCellFact } from "./condition.ts";
import { type CellScope, type CellVerdict, decideCell } from "./decide-cell.ts";
import { tupleAt, tupleCount } from "./fact-tuple.ts";
import { type Pieces, whole } from "./pieces.ts";
import { type LoadedAgreement, type Scope, scopeKey, scopeOf } from "./policy-set.ts";
import { possibleOriginators } from "./possible-originators.ts";

/** What the rules give of one field to one scope, for every originator under every combination of facts. */
export type CompiledField = {
  readonly field: FieldPath;
  /** Facts of the person that its rules test, then every fact of the cell, each in order of name. */
  readonly facts: readonly Fact[];
  /** Every other party that could give it: owners by agency type, and whoever a permit names. */
  readonly originators: readonly string[];
  /** Of originator number `o` and tuple number `t`: `verdicts[o * tupleCount(facts) + t]`. Equal verdicts are one object. */
  readonly verdicts: readonly CellVerdict[];
};

/** All that an agreement gives to one party in one role for one purpose. */
export type CompiledScope = {
  readonly party: string;
  readonly role: string;
  readonly purpose: Purpose;
  /** Facts of the person that any of its rules tests. */
  readonly personFacts: readonly PersonFact[];
  /** Every field that another party may hold. */
  readonly fields: ReadonlyMap<FieldPath, CompiledField>;
};

/**
 * One agreement decided in advance, for the time in which no rule begins or ends and no signature takes effect:
 * `fromMs <= now < untilMs`. Whether it is in force is the gate's question and is not in here.
 */
export type CompiledAgreement = {
  readonly agreement: LoadedAgreement;
  readonly fromMs: number;
  readonly untilMs: number;
  /** By `scopeKey`; every party, role and purpose of the document. */
  readonly scopes: ReadonlyMap<string, CompiledScope>;
};

/**
 * Decides every scope, combination of facts and cell (design/agreements section 6). The table holds what rules give:
 * own data, evidence and what an originator holds back are decided with the record.
 */
export function compileAgreement(agreement: LoadedAgreement, atMs: number): CompiledAgreement {
  return whole(compileByScope(agreement, atMs));
}

/** The same, scope by scope. */
export function* compileByScope(agreement: LoadedAgreement, atMs: number): Pieces<CompiledAgreement> {
  const scopes = new Map<string, CompiledScope>();
  for (const [party, { roles }] of agreement.parties) {
    for (const role of roles) {
      for (const { id: purpose } of agreement.document.purposes) {
        scopes.set(scopeKey(party, role, purpose), compileScope(agreement, { party, role, purpose }, atMs));
        yield;
      }
    }
  }
  return { agreement, ...intervalAround(agreement, atMs), scopes };
}

/** The time around an instant in which the rules give the same; endless on a side where nothing changes. */
export function intervalAround(
  agreement: LoadedAgreement,
  atMs: number,
): Pick<CompiledAgreement, "fromMs" | "untilMs"> {
  const boundaries = boundariesOf(agreement);
  return {
    fromMs: boundaries.findLast((boundary) => boundary <= atMs) ?? Number.NEGATIVE_INFINITY,
    untilMs: boundaries.find((boundary) => boundary > atMs) ?? Number.POSITIVE_INFINITY,
  };
}

/** Every instant at which what the rules give may change, in order. */
export function boundariesOf({ scopes, boundMs }: LoadedAgreement): readonly number[] {
  const windows = [...scopes.values()].flatMap(({ fields }) =>
    [...fields.values()].flatMap(({ permits, limits }) =>
      [...permits, ...limits].flatMap(({ startsMs, endsMs }) => [startsMs, endsMs]),
    ),
  );
  return [...new Set([...windows, ...boundMs.values()])].toSorted((one, other) => one - other);
}

type ScopeName = Pick<CompiledScope, "party" | "role" | "purpose">;

/** One scope by itself: for a caller who asks of no other. */
export function compileScope(agreement: LoadedAgreement, name: ScopeName, atMs: number): CompiledScope {
  const scope = scopeOf(agreement, name.party, name.role, name.purpose);
  const within = { agreement, scope, party: name.party, nowMs: atMs };
  const compiled = FIELD_PATHS.map((field) => [field, compileField(field, within)] as const);
  return {
    ...name,
    personFacts: scope.personFacts,
    fields: new Map(compiled.filter(([, { originators }]) => originators.length > 0)),
  };
}

function compileField(field: FieldPath, within: CellScope): CompiledField {
  const originators = possibleOriginators(field, within);
  const facts = [...personFactsTested(field, within.scope), ...CATALOGUE[field].cellFacts.toSorted()];
  const count = tupleCount(facts);
  const tuples = Array.from({ length: count }, (_, index) => tupleAt(facts, index));
  const shared = new Map<string, CellVerdict>();
  const verdicts = originators.flatMap((originator) =>
    tuples.map((known) => shareEqual(shared, decideCell(within, { field, originator, facts: known }))),
  );
  return { field, facts, originators, verdicts };
}

/** Facts of the person that the rules for a field test, in order of name. */
export function personFactsTested(field: FieldPath, scope: Scope): readonly PersonFact[] {
  const { permits = [], limits = [] } = scope.fields.get(field) ?? {};
  const facts = new Set([...permits, ...limits].flatMap((rule) => factsOf(rule.when)));
  return [...facts].filter((fact) => !isCellFact(fact)).toSorted();
}

/** Few combinations differ in what they give, so a table is mostly the same objects over again. */
function shareEqual(shared: Map<string, CellVerdict>, verdict: CellVerdict): CellVerdict {
  const key = JSON.stringify(verdict);
  const known = shared.get(key);
  if (known !== undefined) {
    return known;
  }
  shared.set(key, Object.freeze(verdict));
  return verdict;
}
