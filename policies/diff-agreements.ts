import { FIELD_PATHS, type FieldPath } from "#schemas/generated/field-paths.ts";
import type { Purpose } from "#schemas/vocabulary.ts";
import type { AgreementDiff, Concerned, FormChange, TermsChange, VersionName } from "./agreement-diff.ts";
import type { Agreement } from "./agreement-document.ts";
import { type CircumstanceFinder, circumstanceFinder } from "./circumstances.ts";
import { compareField, type FieldComparison } from "./difference/compare-field.ts";
import { compareTerms } from "./difference/compare-terms.ts";
import { concernedBy, NOBODY, union } from "./difference/concerned-parties.ts";
import { type QuestionSide, rulesOn } from "./difference/field-question.ts";
import { type GuardChange, guardChanges, guardTerms } from "./difference/guard-changes.ts";
import { type OwedChange, owedChanges } from "./difference/owed-changes.ts";
import { type RuleSigner, ruleSigner } from "./difference/rule-signature.ts";
import { timelessAgreement } from "./difference/timeless-agreement.ts";
import { tupleCount } from "./fact-tuple.ts";
import { type Pieces, whole } from "./pieces.ts";
import type { LoadedAgreement } from "./policy-set.ts";
import { possibleOriginators } from "./possible-originators.ts";

/**
 * The exact difference of two versions: every scope, combination of facts, cell and stretch of time decided under
 * both, every party counted as having signed. Null: nothing was, or will be, shared. A field is decided only over
 * facts that its own rules test, and not at all where both versions have the same rules for it.
 */
export function diffAgreements(before: Agreement | null, after: Agreement | null): AgreementDiff {
  return whole(diffByField(before, after));
}

/** The same, field by field. */
export function* diffByField(before: Agreement | null, after: Agreement | null): Pieces<AgreementDiff> {
  const compared = yield* compareScopes(
    before === null ? null : timelessAgreement(before),
    after === null ? null : timelessAgreement(after),
  );
  const isSuccessor = before !== null && after !== null;
  const written = isSuccessor ? [...compareTerms(before, after), ...guardTerms(compared.guards)] : [];
  const terms = [...written, ...owedChanges(compared.owed)];
  const { changes, decisions } = compared;
  return {
    before: nameOf(before),
    after: nameOf(after),
    decisions,
    changes,
    terms,
    isWidening: changes.some(({ direction }) => direction === "gain") || terms.some(isOf("widens")),
    widened: union([...concerned(changes, "gain"), ...terms.filter(isOf("widens"))]),
    narrowed: union([...concerned(changes, "loss"), ...terms.filter(isOf("narrows"))]),
    reworded: union(terms.filter(isOf("rewords"))),
    sharing: after === null ? NOBODY : concernedBy([after], (rule) => rule.kind === "permit"),
    newParties: partiesOnlyIn(after, before),
    leavingParties: partiesOnlyIn(before, after),
    ...labelsOf(before, after),
  };
}

function nameOf(agreement: Agreement | null): VersionName | null {
  return agreement === null ? null : { id: agreement.id, version: agreement.version, title: agreement.title };
}

function isOf(effect: TermsChange["effect"]): (change: TermsChange) => boolean {
  return (change) => change.effect === effect;
}

function concerned(changes: readonly FormChange[], direction: FormChange["direction"]): readonly Concerned[] {
  return changes
    .filter((change) => change.direction === direction)
    .map(({ originator, party }) => ({ originators: [originator], recipients: [party] }));
}

function partiesOnlyIn(one: Agreement | null, other: Agreement | null): readonly string[] {
  const elsewhere = new Set(other?.parties.map(({ id }) => id));
  return (one?.parties ?? []).map(({ id }) => id).filter((id) => !elsewhere.has(id));
}

function labelsOf(before: Agreement | null, after: Agreement | null): Pick<AgreementDiff, "parties" | "purposes"> {
  const versions = [before, after].filter((version) => version !== null);
  const parties = versions.flatMap((version) => version.parties);
  const purposes = versions.flatMap((version) => version.purposes);
  return {
    parties: Object.fromEntries(parties.map(({ id, label, approver }) => [id, { label, approver }])),
    purposes: Object.fromEntries(purposes.map(({ id, label }) => [id, label])),
  };
}

type Compared = {
  readonly changes: readonly FormChange[];
  readonly owed: readonly OwedChange[];
  readonly guards: readonly GuardChange[];
  readonly decisions: number;
};

function* compareScopes(before: LoadedAgreement | null, after: LoadedAgreement | null): Pieces<Compared> {
  const keys = new Set([...(before?.scopes.keys() ?? []), ...(after?.scopes.keys() ?? [])]);
  const comparing = { sign: ruleSigner(), find: circumstanceFinder(), known: new Map<string, FieldComparison>() };
  const changes: FormChange[] = [];
  const owed: OwedChange[] = [];
  const guards: GuardChange[] = [];
  let decisions = 0;
  for (const key of keys) {
    const [party = "", role = "", purpose = ""] = key.split(" ");
    const scope = { party, role, purpose: purpose as Purpose };
    const sides = { before: sideOf(before, key, party), after: sideOf(after, key, party) };
    decisions += decisionsOf(sides);
    for (const [field, compared] of compareFields(sides, comparing)) {
      changes.push(...compared.shifts.map((shift) => ({ ...scope, field, ...shift })));
      owed.push(...compared.owed.map((shift) => ({ party, field, ...shift })));
      guards.push(...(compared.shifts.length === 0 ? guardsOf(field, party, sides) : []));
      yield;
    }
  }
  return { changes, owed, guards, decisions };
}

function guardsOf(field: FieldPath, party: string, { before, after }: Sides): readonly GuardChange[] {
  const sides = [before, after].filter((side) => side !== null);
  const originators = sides.flatMap((side) => possibleOriginators(field, side));
  return guardChanges(rulesOn(before, field), rulesOn(after, field), { party, field, originators });
}

type Sides = { readonly before: QuestionSide | null; readonly after: QuestionSide | null };

type Comparing = {
  readonly sign: RuleSigner;
  readonly find: CircumstanceFinder;
  /** By rules and recipient: roles and fields of which the same is said are compared once. */
  readonly known: Map<string, FieldComparison>;
};

function sideOf(agreement: LoadedAgreement | null, key: string, party: string): QuestionSide | null {
  const scope = agreement?.scopes.get(key);
  return agreement === null || scope === undefined ? null : { agreement, scope, party };
}

function decisionsOf({ before, after }: Sides): number {
  const facts = new Set([...(before?.scope.personFacts ?? []), ...(after?.scope.personFacts ?? [])]);
  return tupleCount([...facts]) * FIELD_PATHS.length;
}

function* compareFields(
  { before, after }: Sides,
  { sign, find, known }: Comparing,
): Generator<readonly [FieldPath, FieldComparison]> {
  const fields = new Set([...(before?.scope.fields.keys() ?? []), ...(after?.scope.fields.keys() ?? [])]);
  for (const field of fields) {
    const [old, next] = [sign(rulesOn(before, field)), sign(rulesOn(after, field))];
    if (old !== next) {
      const key = `${(after ?? before)?.party} ${old} ${next}`;
      const compared = known.get(key) ?? compareField(field, before, after, find);
      known.set(key, compared);
      yield [field, compared];
    }
  }
}
