import fc from "fast-check";
import { expect, test } from "vitest";
import { FIELD_PATHS, type FieldPath } from "#schemas/generated/field-paths.ts";
import { CELL_FACTS, FACT_VALUES, type Fact, PERSON_FACTS } from "#schemas/vocabulary.ts";
import { readDraft } from "#test/agreement-drafts.ts";
import type { Agreement, Condition, LimitRule, PermitRule, Rule } from "./agreement-document.ts";
import { canonicalJson } from "./canonical-json.ts";
import { CATALOGUE, heightOf } from "./catalogue.ts";
import type { KnownFacts } from "./condition.ts";
import { decide } from "./decide.ts";
import { type CellScope, decideCell } from "./decide-cell.ts";
import { indexAgreement } from "./index-agreement.ts";
import { standing } from "./made-up-policies.ts";
import { held, madeUpRecord, madeUpRequest, NOW } from "./made-up-record.ts";
import { type LoadedAgreement, type PolicySet, scopeOf } from "./policy-set.ts";

// Random agreements: the parties, purposes and bases of the worked example, and rules of every shape.
const worked: Agreement = readDraft("worked-example.isa.yaml");
const PARTIES = worked.parties.map(({ id }) => id);
const FIELDS = ["identity.dateOfBirth", "police.offendingHistory", "police.pncId", "treatment.engagement"] as const;
const PURPOSE = "iom-case-management";

const FACTS: readonly Fact[] = [...PERSON_FACTS, ...CELL_FACTS];
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

const permits = fc.tuple(grants, maybe, parties, parties).map(
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
const limits = fc.tuple(grants, maybe, parties).map(
  ([granted, when, to]): Omit<LimitRule, "id"> => ({
    clause: "5.1",
    kind: "limit",
    to: to.map((party) => ({ party })),
    purposes: ["*"],
    grants: granted,
    ...(when === undefined ? {} : { when }),
  }),
);

function rolesOf(party: string): readonly string[] {
  return worked.parties.find(({ id }) => id === party)?.roles ?? [];
}

type Rules = { readonly permits: readonly Omit<PermitRule, "id">[]; readonly limits: readonly Omit<LimitRule, "id">[] };

const ruleSets: fc.Arbitrary<Rules> = fc.record({
  permits: fc.array(permits, { maxLength: 6 }),
  limits: fc.array(limits, { maxLength: 4 }),
});

function numbered({ permits: raising, limits: capping }: Rules): readonly Rule[] {
  return [
    ...raising.map((rule, at): Rule => ({ ...rule, id: `P${at + 10}` })),
    ...capping.map((rule, at): Rule => ({ ...rule, id: `L${at + 10}` })),
  ];
}

const knownFacts: fc.Arbitrary<KnownFacts> = fc.record(
  Object.fromEntries(FACTS.map((fact) => [fact, fc.constantFrom(...FACT_VALUES[fact], "unknown")])),
  { requiredKeys: [], noNullPrototype: true },
);

const questions = fc.record({
  party: fc.constantFrom(...PARTIES),
  originator: fc.constantFrom(...PARTIES),
  field: fields,
  facts: knownFacts,
});

type Question = { party: string; originator: string; field: FieldPath; facts: KnownFacts };

function loadedWith(rules: readonly Rule[]): LoadedAgreement {
  const boundFrom = Object.fromEntries(PARTIES.map((party) => [party, "2026-04-01T00:00:00Z"]));
  return indexAgreement({ ...worked, rules }, standing("active", boundFrom));
}

function decided(rules: readonly Rule[], { party, originator, field, facts }: Question) {
  const agreement = loadedWith(rules);
  const scope = scopeOf(agreement, party, rolesOf(party)[0] ?? "", PURPOSE);
  const within: CellScope = { agreement, scope, party, nowMs: NOW.getTime() };
  return decideCell(within, { field, originator, facts });
}

function height(rules: readonly Rule[], question: Question): number {
  return heightOf(question.field, decided(rules, question).form);
}

const RUNS = { numRuns: 400 };

test("P1: without a permit that is true nothing but one's own data is released", () => {
  fc.assert(
    fc.property(ruleSets, questions, ({ limits: capping }, question) => {
      const { form, reason } = decided(numbered({ permits: [], limits: capping }), question);
      const own = question.originator === question.party;
      expect([form, reason]).toEqual(own ? ["full", "OWN_DATA"] : ["withhold", "NO_RULE"]);
    }),
    RUNS,
  );
});

test("P2: the order of rules, grants and members changes no decision", () => {
  fc.assert(
    fc.property(ruleSets, questions, (rules, question) => {
      const inOrder = numbered(rules);
      const turned = inOrder.toReversed().map((rule) => ({
        ...rule,
        to: rule.to.toReversed(),
        ...(rule.from === undefined ? {} : { from: rule.from.toReversed() }),
        ...(rule.when === undefined ? {} : { when: turn(rule.when) }),
      }));
      expect(decided(turned, question)).toEqual(decided(inOrder, question));
    }),
    RUNS,
  );
});

function turn(when: Condition): Condition {
  if ("all" in when) {
    return { all: when.all.toReversed().map(turn) };
  }
  return "any" in when ? { any: when.any.toReversed().map(turn) } : when;
}

test("P3: losing a fact never raises a form", () => {
  fc.assert(
    fc.property(ruleSets, questions, fc.constantFrom(...FACTS), (rules, question, lost) => {
      const without = { ...question, facts: { ...question.facts, [lost]: "unknown" } };
      expect(height(numbered(rules), without)).toBeLessThanOrEqual(height(numbered(rules), question));
    }),
    { numRuns: 1200 },
  );
});

test("P4: another permit never lowers a form, another limit never raises one", () => {
  fc.assert(
    fc.property(ruleSets, permits, limits, questions, (rules, permit, limit, question) => {
      const before = height(numbered(rules), question);
      const more = { ...rules, permits: [...rules.permits, permit] };
      const less = { ...rules, limits: [...rules.limits, limit] };
      expect(height(numbered(more), question)).toBeGreaterThanOrEqual(before);
      expect(height(numbered(less), question)).toBeLessThanOrEqual(before);
    }),
    RUNS,
  );
});

test("P5: adding an agreement changes no decision under another", () => {
  fc.assert(
    fc.property(ruleSets, ruleSets, questions, (rules, others, { party, originator, field, facts }) => {
      const alone = setOf(loadedWith(numbered(rules)));
      const other = loadedWith(numbered(others));
      const beside = setOf({ ...other, document: { ...other.document, id: "solent-other" } }, ...alone.agreements);
      const role = rolesOf(party)[0] ?? "";
      const request = madeUpRequest({ party, role, purpose: PURPOSE, agreementId: worked.id });
      const record = madeUpRecord({ [field]: [held(originator, "a value")] }, facts);
      expect(decide(request, record, beside)).toEqual(decide(request, record, alone));
    }),
    { numRuns: 200 },
  );
});

function setOf(...agreements: readonly LoadedAgreement[]): PolicySet {
  return { agreements, hostOf: new Map(), precedence: [], leaseUntilMs: null };
}

test("P7: a decision changes only at instants that the document or a signature names", () => {
  const boundaries = ["2026-04-01T00:00:00Z", "2026-06-01T00:00:00Z", "2026-09-01T00:00:00Z", "2027-04-01T00:00:00Z"];
  fc.assert(
    fc.property(
      ruleSets,
      questions,
      fc.date({ min: new Date("2026-03-01"), max: new Date("2027-05-01"), noInvalidDate: true }),
      (rules, question, at) => {
        const [, starts = "", ends = ""] = boundaries;
        const windowed = numbered(rules).map((rule) => ({ ...rule, starts, ends }));
        const agreement = loadedWith(windowed);
        const scope = scopeOf(agreement, question.party, rolesOf(question.party)[0] ?? "", PURPOSE);
        const formAt = (nowMs: number) => decideCell({ agreement, scope, party: question.party, nowMs }, question).form;
        const opened = boundaries.map(Date.parse).findLast((instant) => instant <= at.getTime());
        expect(formAt(at.getTime())).toBe(formAt(opened ?? 0));
      },
    ),
    RUNS,
  );
});

test("P10: re-ordering the keys of a document leaves its canonical form alone", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(canonicalJson(reordered(value))).toBe(canonicalJson(value));
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

function reordered(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(reordered);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, reordered(member)]),
  );
}

test("a form always lies on the ladder of its field, or is one's own in full", () => {
  fc.assert(
    fc.property(ruleSets, questions, (rules, question) => {
      const { form, reason } = decided(numbered(rules), question);
      expect(reason === "OWN_DATA" || CATALOGUE[question.field].ladder.includes(form)).toBe(true);
    }),
    RUNS,
  );
  expect(FIELD_PATHS.length).toBeGreaterThan(FIELDS.length);
});
