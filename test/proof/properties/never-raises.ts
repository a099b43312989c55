import fc from "fast-check";
import { heightOf, isField } from "#policies/catalogue.ts";
import type { Decision } from "#policies/decision.ts";
import type { HeldValue, PublishedRecord } from "#schemas/published-record.ts";
import { CELL_FACTS, FACT_MAX_AGE_DAYS, type Fact, PERSON_FACTS, type PersonFact } from "#schemas/vocabulary.ts";
import { type Case, policySet } from "../../leaks/differential/compare.ts";
import { drawnCase } from "../../leaks/differential/drawn-case.ts";
import type { Engine } from "../engine.ts";

const SEED = 20_261_122;
const LONG_AGO = "2020-01-01T00:00:00Z";

/** A way in which the hub can know less than it did. */
type Loss = (record: PublishedRecord) => PublishedRecord;

type Timeline = NonNullable<PublishedRecord["facts"][PersonFact]>;

function losesPersonFact(fact: PersonFact): readonly Loss[] {
  const withFact = (change: (timeline: Timeline) => Timeline | undefined): Loss => {
    return (record) => {
      const { [fact]: timeline, ...others } = record.facts;
      const changed = timeline === undefined ? undefined : change(timeline);
      return { ...record, facts: changed === undefined ? others : { ...others, [fact]: changed } };
    };
  };
  const offList = (timeline: Timeline) => ({ ...timeline, steps: [{ from: null, value: "odd" }] });
  const unreadable = (timeline: Timeline) => ({ ...timeline, readAt: "at noon" });
  const stale = (timeline: Timeline) => ({ ...timeline, readAt: LONG_AGO });
  const ages = FACT_MAX_AGE_DAYS[fact] === null ? [] : [withFact(stale), withFact(unreadable)];
  return [withFact(() => undefined), withFact(offList), ...ages];
}

function losesItemFact(fact: Fact): readonly Loss[] {
  const withItems = (change: (value: HeldValue) => HeldValue): Loss => {
    return (record) => {
      const values = Object.entries(record.values).map(([field, held]) => [field, held.map(change)]);
      return { ...record, values: Object.fromEntries(values) };
    };
  };
  const without = ({ itemFacts, ...value }: HeldValue): HeldValue => {
    const known = Object.entries(itemFacts ?? {}).filter(([name]) => name !== fact);
    return { ...value, itemFacts: Object.fromEntries(known) };
  };
  const offList = (value: HeldValue) => ({ ...value, itemFacts: { ...value.itemFacts, [fact]: "odd" } });
  const ownerless = ({ itemOwner: _, ...value }: HeldValue): HeldValue => value;
  return fact === "item-owner" ? [withItems(ownerless)] : [withItems(without), withItems(offList)];
}

const LOSSES: readonly Loss[] = [
  ...PERSON_FACTS.flatMap(losesPersonFact),
  ...CELL_FACTS.filter((fact) => fact !== "treatment-consent").flatMap(losesItemFact),
  (record) => ({ ...record, consents: "unreadable" }),
];

/** Loses one thing after another of drawn records; throws where any value of any field leaves in a higher form. */
export function neverRaises(engine: Engine, casesMin: number): { readonly cases: number; readonly lowered: number } {
  // Each alone, and each with all that come after it.
  const losses = [...LOSSES.map((loss) => [loss]), ...LOSSES.map((_, at) => LOSSES.slice(at))];
  const drawings = fc.sample(drawnCase, { numRuns: Math.ceil(casesMin / losses.length), seed: SEED });
  let cases = 0;
  let lowered = 0;
  for (const [at, drawn] of drawings.entries()) {
    const policies = policySet(drawn.agreements, engine.indexAgreement);
    const decide = (record: Case["record"]) =>
      heights(engine.decide({ ...drawn.request, fields: null }, record, policies));
    const before = decide(drawn.record);
    for (const lost of losses) {
      const after = decide(lost.reduce((record, lose) => (record === null ? null : lose(record)), drawn.record));
      lowered += isLower(before, after, `drawing ${at}`) ? 1 : 0;
      cases += 1;
    }
  }
  return { cases, lowered };
}

type Heights = ReadonlyMap<string, number>;

/** By field and place of the value; what a refusal says nothing of is at the bottom. */
function heights(decision: Decision): Heights {
  if (decision.outcome === "refused") {
    return new Map();
  }
  const cells = Object.entries(decision.fields).flatMap(([field, decided]) =>
    decided.cells.map(({ form }, at) => [`${field} ${at}`, isField(field) ? heightOf(field, form) : 0] as const),
  );
  return new Map(cells);
}

function isLower(before: Heights, after: Heights, about: string): boolean {
  for (const [cell, height] of after) {
    if (height > (before.get(cell) ?? 0)) {
      throw new Error(`${about}: ${cell} left in a higher form when less was known`);
    }
  }
  return [...before].some(([cell, height]) => (after.get(cell) ?? 0) < height);
}
