import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Agreement, Basis, Party, PermitRule, Rule } from "./agreement-document.ts";
import { CATALOGUE, rankOf } from "./catalogue.ts";
import { factsOf, isCellFact } from "./condition.ts";
import { gatewaysBetween } from "./legal-gateways.ts";
import {
  type AgreementStatus,
  type FieldRule,
  type FieldRules,
  type LoadedAgreement,
  type ReleaseTerms,
  type Scope,
  scopeKey,
} from "./policy-set.ts";

/** Sorts a checked agreement's rules by whom they are for, so that a request looks only at its own. */
export function indexAgreement(document: Agreement, status: AgreementStatus): LoadedAgreement {
  const parties = new Map(document.parties.map((party) => [party.id, party]));
  const bound = Object.entries(status.boundFrom).map(([party, instant]) => [party, Date.parse(instant)] as const);
  return {
    document,
    steps: stepsOf(status),
    fromMs: Date.parse(document.effective.from),
    toMs: Date.parse(document.effective.to),
    parties,
    boundMs: new Map(bound.filter(([, instantMs]) => !Number.isNaN(instantMs))),
    withheld: withheldOf(status),
    scopes: indexScopes(document, parties),
  };
}

/** One instant that cannot be read leaves it open when sharing stops, so then it never starts. */
function stepsOf({ steps }: AgreementStatus): LoadedAgreement["steps"] {
  const read = steps.map(({ from, state }) => ({
    fromMs: from === null ? Number.NEGATIVE_INFINITY : Date.parse(from),
    state,
  }));
  return read.some(({ fromMs }) => Number.isNaN(fromMs)) ? [] : read.toSorted((a, b) => a.fromMs - b.fromMs);
}

function withheldOf({ withheld }: AgreementStatus): LoadedAgreement["withheld"] {
  const byParty = new Map<string, Set<FieldPath>>();
  for (const { party, fields } of withheld) {
    byParty.set(party, new Set([...(byParty.get(party) ?? []), ...fields]));
  }
  return byParty;
}

type Building = Map<FieldPath, { permits: FieldRule[]; limits: FieldRule[] }>;

function indexScopes(document: Agreement, parties: ReadonlyMap<string, Party>): ReadonlyMap<string, Scope> {
  const building = new Map<string, Building>();
  const inOrder = document.rules.toSorted((a, b) => ruleNumber(a) - ruleNumber(b));
  for (const rule of inOrder) {
    for (const { recipient, roles } of recipientsOf(rule, parties)) {
      const byField = rulesByField(document, rule, recipient, parties);
      for (const role of roles) {
        for (const purpose of purposesOf(rule, document)) {
          addRules(building, scopeKey(recipient.id, role, purpose), rule.kind, byField);
        }
      }
    }
  }
  return new Map([...building].map(([key, fields]) => [key, { fields, personFacts: personFactsOf(fields) }]));
}

/** Ids are a letter and digits, so that P99 comes before P100. */
function ruleNumber(rule: Rule): number {
  return Number(rule.id.slice(1));
}

type Recipient = { readonly recipient: Party; readonly roles: readonly string[] };

function recipientsOf(rule: Rule, parties: ReadonlyMap<string, Party>): readonly Recipient[] {
  return rule.to.flatMap(({ party: named, roles }) => {
    const recipients =
      named === "*" ? [...parties.values()] : [parties.get(named)].filter((party) => party !== undefined);
    return recipients.map((recipient) => ({ recipient, roles: roles ?? recipient.roles }));
  });
}

function purposesOf(rule: Rule, document: Agreement): readonly string[] {
  return rule.purposes.includes("*") ? document.purposes.map((purpose) => purpose.id) : rule.purposes;
}

function addRules(
  building: Map<string, Building>,
  key: string,
  kind: Rule["kind"],
  byField: readonly (readonly [FieldPath, FieldRule])[],
): void {
  const fields = building.get(key) ?? new Map();
  building.set(key, fields);
  for (const [field, fieldRule] of byField) {
    const rules = fields.get(field) ?? { permits: [], limits: [] };
    fields.set(field, rules);
    rules[kind === "permit" ? "permits" : "limits"].push(fieldRule);
  }
}

function rulesByField(
  document: Agreement,
  rule: Rule,
  recipient: Party,
  parties: ReadonlyMap<string, Party>,
): readonly (readonly [FieldPath, FieldRule])[] {
  const onward = (rule.kind === "permit" ? rule.onward : undefined) ?? document.onward.default;
  const common = {
    id: rule.id,
    clause: rule.clause,
    from: rule.from === undefined ? null : new Set(rule.from),
    when: rule.when,
    startsMs: Date.parse(rule.starts ?? document.effective.from),
    endsMs: Date.parse(rule.ends ?? document.effective.to),
    onward,
  };
  return rule.grants.flatMap(({ form, fields }) =>
    fields.map((field) => {
      const terms = rule.kind === "permit" ? termsOf(document, rule, field, recipient, parties) : NO_TERMS;
      // A form off the ladder is refused by the checks; were it to come here it would rank as nothing.
      return [field, { ...common, form, rank: rankOf(field, form) ?? 0, terms }] as const;
    }),
  );
}

const NO_TERMS: ReadonlyMap<string, ReleaseTerms> = new Map();

function termsOf(
  document: Agreement,
  rule: PermitRule,
  field: FieldPath,
  recipient: Party,
  parties: ReadonlyMap<string, Party>,
): ReadonlyMap<string, ReleaseTerms> {
  const bases = document.bases.filter((basis) => rule.bases.includes(basis.id));
  const originators = rule.from.map((id) => parties.get(id)).filter((party) => party !== undefined);
  return new Map(
    originators.map((originator) => [
      originator.id,
      {
        gateways: gatewaysBetween(rule.gateways, originator, recipient),
        sourceBasis: basisFor(bases, originator, field),
        recipientBasis: basisFor(bases, recipient, field),
      },
    ]),
  );
}

/** A special-category field rests on a basis with a condition where the rule names one of the party's regime. */
function basisFor(bases: readonly Basis[], party: Party, field: FieldPath): string | null {
  const ofRegime = bases.filter((basis) => basis.regime === party.regime);
  const special = CATALOGUE[field].special
    ? ofRegime.find((basis) => basis.specialCategoryCondition !== undefined)
    : undefined;
  return (special ?? ofRegime[0])?.id ?? null;
}

function personFactsOf(fields: ReadonlyMap<FieldPath, FieldRules>): Scope["personFacts"] {
  const rules = [...fields.values()].flatMap(({ permits, limits }) => [...permits, ...limits]);
  const facts = new Set(rules.flatMap((rule) => factsOf(rule.when)));
  return [...facts].filter((fact) => !isCellFact(fact)).toSorted();
}
