import type { Condition, Rule } from "#policies/agreement-document.ts";
import { CATALOGUE } from "#policies/catalogue.ts";
import { UNKNOWN } from "#policies/condition.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import { FACT_VALUES, type Fact } from "#schemas/vocabulary.ts";
import { REQUEST, scenarioAgreement } from "./scenario.ts";

/** Values that each fact must have one of. */
export type Demands = Readonly<Partial<Record<Fact, readonly string[]>>>;

/** One rule on one field for the scenario's reader, as any engine can be told it. */
export type RuleInScope = {
  readonly kind: "permit" | "limit";
  readonly field: FieldPath;
  /** Place on the field's ladder, 0 being nothing. */
  readonly rank: number;
  /** Null: everybody. */
  readonly from: readonly string[] | null;
  /** It applies when any of these is met: what is not known meets the demands of a limit and never those of a permit. */
  readonly when: readonly Demands[];
};

/** The agreement cut down to one recipient, role and purpose, which is what an engine without such an index would be given by a kind caller. */
export function rulesInScope(): readonly RuleInScope[] {
  const { rules } = scenarioAgreement();
  return rules.flatMap((rule) => {
    const toUs = rule.to.some(
      ({ party, roles }) => (party === REQUEST.party || party === "*") && (roles?.includes(REQUEST.role ?? "") ?? true),
    );
    const forThis = rule.purposes.some((purpose) => purpose === "*" || purpose === REQUEST.purpose);
    if (!toUs || !forThis) {
      return [];
    }
    const { kind, from = null, grants } = rule;
    const when = demandsOf(rule.when, kind === "limit");
    return grants.flatMap(({ form, fields }) =>
      fields.map((field) => ({ kind, field, rank: CATALOGUE[field].ladder.indexOf(form), from, when })),
    );
  });
}

export function isInScope(rule: Rule): boolean {
  const isToUs = rule.to.some(
    ({ party, roles }) => (party === REQUEST.party || party === "*") && (roles?.includes(REQUEST.role ?? "") ?? true),
  );
  return isToUs && rule.purposes.some((purpose) => purpose === "*" || purpose === REQUEST.purpose);
}

function demandsOf(condition: Condition | undefined, isUnknownEnough: boolean, negated = false): readonly Demands[] {
  if (condition === undefined) {
    return [{}];
  }
  if ("fact" in condition) {
    const met = FACT_VALUES[condition.fact].filter((value) => condition.is.includes(value) !== negated);
    return [{ [condition.fact]: isUnknownEnough ? [...met, UNKNOWN] : met }];
  }
  if ("not" in condition) {
    return demandsOf(condition.not, isUnknownEnough, !negated);
  }
  const [members, isAll] = "all" in condition ? [condition.all, !negated] : [condition.any, negated];
  const each = members.map((member) => demandsOf(member, isUnknownEnough, negated));
  return isAll ? each.reduce(both) : each.flat();
}

function both(some: readonly Demands[], others: readonly Demands[]): readonly Demands[] {
  return some.flatMap((one) => others.map((other) => meet(one, other)));
}

function meet(one: Demands, other: Demands): Demands {
  const facts = [...new Set([...Object.keys(one), ...Object.keys(other)])] as readonly Fact[];
  return Object.fromEntries(
    facts.map((fact) => {
      const [here, there] = [one[fact], other[fact]];
      return [
        fact,
        here === undefined || there === undefined ? (here ?? there) : here.filter((v) => there.includes(v)),
      ];
    }),
  );
}
