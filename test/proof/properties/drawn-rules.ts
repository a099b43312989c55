import fc from "fast-check";
import type { Agreement, Condition, LimitRule, PermitRule, Rule } from "#policies/agreement-document.ts";
import type { KnownFacts } from "#policies/condition.ts";
import { CATALOGUE } from "#schemas/generated/catalogue.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import { CELL_FACTS, FACT_VALUES, type Fact, PERSON_FACTS } from "#schemas/vocabulary.ts";
import { readDraft } from "../../agreement-drafts.ts";

// Random agreements: the parties, purposes and bases of the worked example, and rules of every shape.
export const worked: Agreement = readDraft("worked-example.isa.yaml");
export const PARTIES = worked.parties.map(({ id }) => id);
const FIELDS = ["identity.dateOfBirth", "police.offendingHistory", "police.pncId", "treatment.engagement"] as const;
export const PURPOSE = "iom-case-management";
export const FACTS: readonly Fact[] = [...PERSON_FACTS, ...CELL_FACTS];

const tests = fc
  .constantFrom(...FACTS)
  .chain((fact) => fc.record({ fact: fc.constant(fact), is: fc.subarray([...FACT_VALUES[fact]], { minLength: 1 }) }));
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 2, depthSize: "small" },
    tests,
    fc.record({ not: tie("condition") }),
    fc.record({ all: fc.array(tie("condition"), { minLength: 2, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie("condition"), { minLength: 2, maxLength: 3 }) }),
  ),
}));

const fields = fc.constantFrom(...FIELDS);
const grants = fields.chain((field) =>
  fc.constantFrom(...CATALOGUE[field].ladder).map((form) => [{ form, fields: [field] }]),
);
const maybe = fc.option(condition, { nil: undefined });
const parties = fc.subarray(PARTIES, { minLength: 1 });

export const permits = fc.tuple(grants, maybe, parties, parties).map(
  ([granted, when, from, to]): Omit<PermitRule, "id"> => ({
    clause: "4.1",
    kind: "permit",
    from,
    to: to.map((party) => ({ party, roles: rolesOf(party) })),
    purposes: [PURPOSE],
    gateways: ["cda1998.s115"],
    bases: ["le-sensitive", "health-condition"],
    grants: granted,
    ...(when === undefined ? {} : { when }),
  }),
);
export const limits = fc.tuple(grants, maybe, parties).map(
  ([granted, when, to]): Omit<LimitRule, "id"> => ({
    clause: "5.1",
    kind: "limit",
    to: to.map((party) => ({ party })),
    purposes: ["*"],
    grants: granted,
    ...(when === undefined ? {} : { when }),
  }),
);

export function rolesOf(party: string): readonly string[] {
  return worked.parties.find(({ id }) => id === party)?.roles ?? [];
}

export type Rules = {
  readonly permits: readonly Omit<PermitRule, "id">[];
  readonly limits: readonly Omit<LimitRule, "id">[];
};

export const ruleSets: fc.Arbitrary<Rules> = fc.record({
  permits: fc.array(permits, { maxLength: 6 }),
  limits: fc.array(limits, { maxLength: 4 }),
});

export function numbered({ permits: raising, limits: capping }: Rules): readonly Rule[] {
  return [
    ...raising.map((rule, at): Rule => ({ ...rule, id: `P${at + 10}` })),
    ...capping.map((rule, at): Rule => ({ ...rule, id: `L${at + 10}` })),
  ];
}

const knownFacts: fc.Arbitrary<KnownFacts> = fc.record(
  Object.fromEntries(FACTS.map((fact) => [fact, fc.constantFrom(...FACT_VALUES[fact], "unknown")])),
  { requiredKeys: [], noNullPrototype: true },
);

export type Question = {
  readonly party: string;
  readonly originator: string;
  readonly field: FieldPath;
  readonly facts: KnownFacts;
};

export const questions: fc.Arbitrary<Question> = fc.record({
  party: fc.constantFrom(...PARTIES),
  originator: fc.constantFrom(...PARTIES),
  field: fields,
  facts: knownFacts,
});
