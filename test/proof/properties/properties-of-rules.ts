import { deepStrictEqual, ok } from "node:assert/strict";
import fc from "fast-check";
import type { Condition, Rule } from "#policies/agreement-document.ts";
import { madeUpRequest, NOW } from "#policies/made-up-record.ts";
import { CATALOGUE } from "#schemas/generated/catalogue.ts";
import { runs } from "../drawn-cases.ts";
import type { Check } from "../engine.ts";
import { recordOfFacts } from "../record-of-facts.ts";
import { decided, height, loadedWith, setOf } from "./decide-drawn.ts";
import {
  FACTS,
  limits,
  numbered,
  PARTIES,
  PURPOSE,
  permits,
  questions,
  rolesOf,
  ruleSets,
  worked,
} from "./drawn-rules.ts";

const p1: Check = {
  name: "P1: without a permit that is true nothing but one's own data is released",
  holds: (engine) =>
    fc.assert(
      fc.property(ruleSets, questions, ({ limits: capping }, question) => {
        const rules = numbered({ permits: [], limits: capping });
        const { form, reason } = decided(engine, loadedWith(engine, rules), question);
        const own = question.originator === question.party;
        deepStrictEqual([form, reason], own ? ["full", "OWN_DATA"] : ["withhold", "NO_RULE"]);
      }),
      runs(400),
    ),
};

const p2: Check = {
  name: "P2: the order of rules, grants and members changes no decision",
  holds: (engine) =>
    fc.assert(
      fc.property(ruleSets, questions, (rules, question) => {
        const inOrder = numbered(rules);
        const turned = inOrder.toReversed().map(turnRule);
        const other = decided(engine, loadedWith(engine, turned), question);
        deepStrictEqual(other, decided(engine, loadedWith(engine, inOrder), question));
      }),
      runs(400),
    ),
};

function turnRule(rule: Rule): Rule {
  return {
    ...rule,
    to: rule.to.toReversed(),
    ...(rule.from === undefined ? {} : { from: rule.from.toReversed() }),
    ...(rule.when === undefined ? {} : { when: turn(rule.when) }),
  };
}

function turn(when: Condition): Condition {
  if ("all" in when) {
    return { all: when.all.toReversed().map(turn) };
  }
  return "any" in when ? { any: when.any.toReversed().map(turn) } : when;
}

const p3: Check = {
  name: "P3: losing a fact never raises a form",
  holds: (engine) =>
    fc.assert(
      fc.property(ruleSets, questions, fc.constantFrom(...FACTS), (rules, question, lost) => {
        const without = { ...question, facts: { ...question.facts, [lost]: "unknown" } };
        ok(height(engine, numbered(rules), without) <= height(engine, numbered(rules), question));
      }),
      runs(1_200),
    ),
};

const p4: Check = {
  name: "P4: another permit never lowers a form, another limit never raises one",
  holds: (engine) =>
    fc.assert(
      fc.property(ruleSets, permits, limits, questions, (rules, permit, limit, question) => {
        const before = height(engine, numbered(rules), question);
        const more = { ...rules, permits: [...rules.permits, permit] };
        const less = { ...rules, limits: [...rules.limits, limit] };
        ok(height(engine, numbered(more), question) >= before);
        ok(height(engine, numbered(less), question) <= before);
      }),
      runs(400),
    ),
};

const p5: Check = {
  name: "P5: adding an agreement changes no decision under another",
  holds: (engine) =>
    fc.assert(
      fc.property(ruleSets, ruleSets, questions, (rules, others, { party, originator, field, facts }) => {
        const alone = loadedWith(engine, numbered(rules));
        const other = loadedWith(engine, numbered(others));
        const beside = { ...other, document: { ...other.document, id: "solent-other" } };
        const [role = ""] = rolesOf(party);
        const request = madeUpRequest({ party, role, purpose: PURPOSE, agreementId: worked.id });
        const record = recordOfFacts({ facts, party, purpose: PURPOSE, now: NOW }, [field], [originator]);
        const expected = engine.decide(request, record, setOf(alone));
        deepStrictEqual(engine.decide(request, record, setOf(beside, alone)), expected);
        deepStrictEqual(engine.decide(request, record, setOf(alone, beside)), expected);
      }),
      runs(200),
    ),
};

const INSTANTS = ["2026-04-01", "2026-05-01", "2026-06-01", "2026-09-01", "2027-01-01", "2027-04-01"].map(
  (day) => `${day}T00:00:00Z`,
);
const boundary = fc.constantFrom(...INSTANTS);
const nearBoundaries = fc
  .tuple(boundary, fc.constantFrom(-1, 0, 1, 86_400_000))
  .map(([instant, offset]) => new Date(Date.parse(instant) + offset));
const windows = fc.array(fc.tuple(boundary, boundary), { minLength: 10, maxLength: 10 });
const signatures = fc.record(Object.fromEntries(PARTIES.map((party) => [party, boundary])));

const p7: Check = {
  name: "P7: a decision changes only at instants that the document or a signature names",
  holds: (engine) =>
    fc.assert(
      fc.property(ruleSets, windows, signatures, questions, nearBoundaries, (rules, drawn, signed, question, now) => {
        const windowed = numbered(rules).map((rule, at) => ({ ...rule, ...windowOf(drawn[at]) }));
        const agreement = loadedWith(engine, windowed, signed);
        const [role = ""] = rolesOf(question.party);
        const at = (instant: Date) => {
          const { party, facts, field, originator } = question;
          const record = recordOfFacts({ facts, party, purpose: PURPOSE, now: instant }, [field], [originator]);
          const request = madeUpRequest({ now: instant, party, role, purpose: PURPOSE });
          const decision = engine.decide(request, record, setOf(agreement));
          return decision.outcome === "refused" ? decision.code : decision.fields;
        };
        const opened = INSTANTS.map(Date.parse).findLast((instant) => instant <= now.getTime()) ?? 0;
        deepStrictEqual(at(now), at(new Date(opened)));
      }),
      runs(1_000),
    ),
};

function windowOf(drawn: readonly [string, string] | undefined) {
  const [starts = "", ends = ""] = drawn?.toSorted() ?? [];
  return starts < ends ? { starts, ends } : {};
}

const ladder: Check = {
  name: "ladder: a form always lies on the ladder of its field, or is one's own in full",
  holds: (engine) =>
    fc.assert(
      fc.property(ruleSets, questions, (rules, question) => {
        const { form, reason } = decided(engine, loadedWith(engine, numbered(rules)), question);
        ok(reason === "OWN_DATA" || CATALOGUE[question.field].ladder.includes(form));
      }),
      runs(400),
    ),
};

/** Of design/agreements section 10, over random rules, facts and instants; each throws with the smallest case that breaks it. */
export const PROPERTIES_OF_RULES: readonly Check[] = [p1, p2, p3, p4, p5, p7, ladder];
