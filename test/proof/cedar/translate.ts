import type { Agreement, Condition, Rule } from "#policies/agreement-document.ts";
import { CATALOGUE } from "#schemas/generated/catalogue.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";

/** Which instant each party signed at (a party that is not here has not), and what each gives nothing of for now. */
export type Standing = {
  readonly signed: Readonly<Record<string, string>>;
  readonly withheld: readonly { readonly party: string; readonly fields: readonly string[] }[];
};

/**
 * An agreement as Cedar policies over the question "may this party receive this field in this form?": a permit allows
 * each form up to its own, a limit forbids each form above its own. What is not known is an attribute that is absent.
 */
export function toCedar(agreement: Agreement, standing: Standing): string {
  return agreement.rules.flatMap((rule) => policiesOf(rule, agreement, standing)).join("\n");
}

function policiesOf(rule: Rule, agreement: Agreement, { signed, withheld }: Standing): readonly string[] {
  const isPermit = rule.kind === "permit";
  const terms = [
    recipientIn(rule.to),
    ...(rule.purposes.includes("*") ? [] : [oneOf(rule.purposes, "context.purpose")]),
    ...(rule.from === undefined ? [] : [oneOf(rule.from, "context.originator")]),
    `context.now >= ${Date.parse(rule.starts ?? agreement.effective.from)}`,
    `context.now < ${Date.parse(rule.ends ?? agreement.effective.to)}`,
    ...(isPermit ? [hasSigned(signed, "context.originator"), hasSigned(signed, "context.recipient")] : []),
    ...(rule.when === undefined ? [] : [inWords(rule.when, isPermit ? "is true" : "may be true")]),
  ];
  return rule.grants.flatMap(({ form, fields }) =>
    fields.flatMap((field) => {
      const { ladder } = CATALOGUE[field];
      const rank = ladder.indexOf(form);
      const forms = isPermit ? ladder.slice(1, rank + 1) : ladder.slice(rank + 1);
      const givers = withheld.filter(({ fields: given }) => given.includes(field)).map(({ party }) => party);
      const given = isPermit && givers.length > 0 ? [`!${oneOf(givers, "context.originator")}`] : [];
      return forms.length === 0 ? [] : [policy(isPermit ? "permit" : "forbid", field, forms, [...terms, ...given])];
    }),
  );
}

function policy(
  effect: "permit" | "forbid",
  field: FieldPath,
  forms: readonly string[],
  terms: readonly string[],
): string {
  const actions = forms.map((form) => `Action::"${form}"`).join(", ");
  return `${effect}(principal, action in [${actions}], resource == Field::"${field}") when { ${terms.join(" && ")} };`;
}

function recipientIn(to: Rule["to"]): string {
  const each = to.map(({ party, roles }) => {
    const named = party === "*" ? "true" : `principal == Party::"${party}"`;
    return roles === undefined ? `(${named})` : `(${named} && ${oneOf(roles, "context.role")})`;
  });
  return `(${each.join(" || ")})`;
}

function hasSigned(signed: Standing["signed"], party: string): string {
  const each = Object.entries(signed).map(
    ([name, at]) => `(${party} == "${name}" && context.now >= ${Date.parse(at)})`,
  );
  return each.length === 0 ? "false" : `(${each.join(" || ")})`;
}

type Reading = "is true" | "may be true";

/** Negation is pushed down to the facts, where "not known" is read once for permits and once for limits. */
function inWords(condition: Condition, reading: Reading, negated = false): string {
  if ("fact" in condition) {
    const isKnown = `context.facts has "${condition.fact}"`;
    const isMet = `${negated ? "!" : ""}${oneOf(condition.is, `context.facts["${condition.fact}"]`)}`;
    return reading === "is true" ? `(${isKnown} && ${isMet})` : `(!(${isKnown}) || ${isMet})`;
  }
  if ("not" in condition) {
    return inWords(condition.not, reading, !negated);
  }
  const [members, isAll] = "all" in condition ? [condition.all, true] : [condition.any, false];
  const each = members.map((member) => inWords(member, reading, negated));
  return `(${each.join(isAll === negated ? " || " : " && ")})`;
}

function oneOf(values: readonly string[], attribute: string): string {
  return `[${values.map((value) => `"${value}"`).join(", ")}].contains(${attribute})`;
}
