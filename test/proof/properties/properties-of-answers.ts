import { deepStrictEqual, ok } from "node:assert/strict";
import fc from "fast-check";
import { isField } from "#policies/catalogue.ts";
import type { Permit } from "#policies/decision.ts";
import { type LoadedAgreement, scopeOf } from "#policies/policy-set.ts";
import { CATALOGUE } from "#schemas/generated/catalogue.ts";
import type { HeldValue, PublishedRecord } from "#schemas/published-record.ts";
import { canaryFields } from "../../leaks/canaries/canary-value.ts";
import { type Case, policySet } from "../../leaks/differential/compare.ts";
import { CRYPTO } from "../crypto.ts";
import { drawnCases, eachCase, runs } from "../drawn-cases.ts";
import type { Check, Engine } from "../engine.ts";
import { reordered } from "../reordered.ts";

const SEEN = canaryFields(1);
const HIDDEN = canaryFields(2);

function policiesOf(engine: Engine, { agreements }: Case) {
  return policySet(agreements, engine.indexAgreement);
}

/** A record with real values in it, so that every form can be made of them. */
function withValues(
  record: PublishedRecord,
  changed: (field: string, at: number) => Partial<HeldValue>,
): PublishedRecord {
  const values = Object.entries(record.values).map(([field, held]) => [
    field,
    held.map((value, at): HeldValue => ({ ...value, ...changed(field, at) })),
  ]);
  return { ...record, values: Object.fromEntries(values) };
}

const p6: Check = {
  name: "P6: records that differ only in what is not shown give the same answer to every read and search",
  holds: (engine) =>
    eachCase(drawnCases(800), (drawn) => {
      if (drawn.record === null) {
        return;
      }
      const policies = policiesOf(engine, drawn);
      const record = withValues(drawn.record, (field) => ({ value: SEEN.get(field)?.value }));
      const decision = engine.decide(drawn.request, record, policies);
      if (decision.outcome === "refused") {
        return;
      }
      const other = withValues(record, (field, at) =>
        isHidden(decision, field, at) ? { value: HIDDEN.get(field)?.value } : {},
      );
      const fewer = withoutHidden(record, decision);
      const answers = [record, other, fewer].map((one) => answerOf(engine, drawn, one));
      deepStrictEqual(answers[1], answers[0]);
      deepStrictEqual(answers[2], answers[0]);
    }),
};

/** A mask shows no more of a value than nothing does. */
function isHidden({ fields }: Permit, field: string, at: number): boolean {
  const decided = isField(field) ? fields[field] : undefined;
  const form = decided?.cells[at]?.form ?? "withhold";
  const answers = decided?.chosen === undefined || decided.chosen === at;
  return form === "withhold" || form === "mask" || !answers;
}

/** What is withheld, or of a plain field not the one that answers, is not held at all. */
function withoutHidden(record: PublishedRecord, { fields }: Permit): PublishedRecord {
  const values = Object.entries(record.values).map(([field, held]) => {
    const decided = isField(field) ? fields[field] : undefined;
    return [field, held.filter((_, at) => (decided?.cells[at]?.form ?? "withhold") !== "withhold")];
  });
  return { ...record, values: Object.fromEntries(values) };
}

function answerOf(engine: Engine, { request, agreements }: Case, record: PublishedRecord) {
  const policies = policySet(agreements, engine.indexAgreement);
  const decision = engine.decide(request, record, policies);
  if (decision.outcome === "refused") {
    return decision;
  }
  const disclosure = engine.project(record, decision, CRYPTO);
  const searches = [...Object.keys(record.values)].filter(isField).flatMap((field) =>
    [SEEN, HIDDEN].map((people) => {
      const plan = engine.queryPlan(request, { [field]: people.get(field)?.value }, policies);
      return [field, plan.outcome === "plan" ? engine.matches(disclosure, plan) : plan] as const;
    }),
  );
  return { disclosed: JSON.stringify(disclosure), failed: engine.transformFailures(disclosure), searches };
}

const p8: Check = {
  name: "P8: the facts and cells of a permit rebuild its fields",
  holds: (engine) =>
    eachCase(drawnCases(1_500), (drawn) => {
      const policies = policiesOf(engine, drawn);
      const permit = engine.decide(drawn.request, drawn.record, policies);
      if (permit.outcome === "refused") {
        return;
      }
      const stored: Permit = JSON.parse(JSON.stringify(permit));
      const { id, version } = stored.agreement;
      const agreement = policies.agreements.find(({ document }) => document.id === id && document.version === version);
      ok(agreement !== undefined);
      const { party, role, purpose } = stored;
      const scope = scopeOf(agreement, party, role, purpose);
      const within = { agreement, scope, party, nowMs: Date.parse(stored.at) };
      for (const [field, decided] of Object.entries(stored.fields)) {
        for (const cell of decided.cells) {
          ok(isField(field));
          const facts = { ...stored.facts, ...cell.facts };
          // What an originator held back is in the log as the form it let pass.
          const cap = cell.reason === "LIMITED_BY_ORIGINATOR" ? { atMost: cell.form } : {};
          const verdict = engine.decideCell(within, { field, originator: cell.originator, facts, ...cap });
          // What evidence withholds the rules release: the log keeps that it was withheld, not the evidence.
          const byRules = cell.reason === "LIMITED_BY_EVIDENCE" ? cell : { ...verdict, itemKey: cell.itemKey };
          deepStrictEqual(cell, byRules);
          ok(cell.reason !== "LIMITED_BY_EVIDENCE" || verdict.form !== "withhold");
        }
        const heights = decided.cells.map(({ form }) => heightIn(field, form));
        deepStrictEqual(heightIn(field, decided.form), Math.max(...heights));
        ok(decided.chosen === undefined || heights[decided.chosen] === Math.max(...heights));
      }
    }),
};

/** `full` is above all, also of a field that is never shared: it is one's own. */
function heightIn(field: string, form: string): number {
  const ladder: readonly string[] = isField(field) ? CATALOGUE[field].ladder : [];
  return form === "full" ? 99 : ladder.indexOf(form);
}

const p9: Check = {
  name: "P9: an answer is of one version of an agreement, and loading another changes nothing already loaded",
  holds: (engine) => {
    const cases = drawnCases(800);
    eachCase(cases, (drawn) => {
      const later = cases[(cases.indexOf(drawn) + 1) % cases.length] ?? drawn;
      const [first] = policiesOf(engine, drawn).agreements;
      const [next] = policiesOf(engine, later).agreements;
      ok(first !== undefined && next !== undefined);
      const second = { ...next, document: { ...next.document, version: 2 } };
      const decideUnder = (...agreements: readonly LoadedAgreement[]) =>
        engine.decide(drawn.request, drawn.record, { ...policiesOf(engine, drawn), agreements });
      const [byFirst, bySecond] = [decideUnder(first), decideUnder(second)];
      const together = decideUnder(first, second);
      const isSecond = isInForce(later, drawn.request.now);
      if (isSecond || isInForce(drawn, drawn.request.now)) {
        deepStrictEqual(together, isSecond ? bySecond : byFirst);
      }
      ok([byFirst, bySecond].some((one) => JSON.stringify(one) === JSON.stringify(together)));
      deepStrictEqual(decideUnder(second, first), together);
      deepStrictEqual(decideUnder(first), byFirst);
    });
  },
};

/** As the case was drawn, not as the engine indexed it. */
function isInForce({ agreements: [one] }: Case, now: Date): boolean {
  const { from, to } = one?.document.effective ?? { from: "", to: "" };
  const steps = one?.status.steps ?? [];
  const step = steps.findLast((each) => each.from === null || Date.parse(each.from) <= now.getTime());
  return step?.state === "active" && Date.parse(from) <= now.getTime() && now.getTime() < Date.parse(to);
}

const p10: Check = {
  name: "P10: re-ordering the keys of a document leaves its canonical form alone",
  holds: (engine) =>
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.constantFrom(...documents())), (value) => {
        deepStrictEqual(engine.canonicalJson(reordered(value)), engine.canonicalJson(value));
        deepStrictEqual(JSON.parse(engine.canonicalJson(value)), JSON.parse(JSON.stringify(value)));
      }),
      runs(200),
    ),
};

function documents(): readonly unknown[] {
  return drawnCases(200).flatMap(({ agreements }) => agreements.map(({ document }) => document));
}

/** Of design/agreements section 10, over whole drawn agreements, records and requests. */
export const PROPERTIES_OF_ANSWERS: readonly Check[] = [p6, p8, p9, p10];
