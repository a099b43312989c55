import { CATALOGUE } from "#policies/catalogue.ts";
import type { KnownFacts } from "#policies/condition.ts";
import { cutAsOf, inForm } from "#policies/transforms/in-form.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { HeldValue, PublishedRecord } from "#schemas/published-record.ts";
import type { ReleaseForm } from "#schemas/vocabulary.ts";
import { CRYPTO, FACTS, NOW, SCENARIO_FIELDS } from "./scenario.ts";

/** What an engine says of one value: in which form it may leave. */
export type FormOf = (field: FieldPath, originator: string, facts: KnownFacts) => ReleaseForm;

const FROM_THE_TOP: ReadonlyMap<FieldPath, readonly ReleaseForm[]> = new Map(
  SCENARIO_FIELDS.map((field) => [field, CATALOGUE[field].ladder.slice(1).toReversed()]),
);

/** For engines that only say yes and no: what to ask, in order. */
export function highestAllowed(field: FieldPath, isAllowed: (form: ReleaseForm) => boolean): ReleaseForm {
  return FROM_THE_TOP.get(field)?.find(isAllowed) ?? "withhold";
}

/** What an application does with an engine's answers: the same forms, made by the same functions, in a plain loop. */
export function projectBy(formOf: FormOf, { values }: PublishedRecord) {
  const fields: Record<string, unknown> = {};
  for (const field of SCENARIO_FIELDS) {
    const [first, ...others] = values[field] ?? [];
    const form = first === undefined ? "withhold" : formOf(field, first.originator, FACTS);
    if (first !== undefined && form !== "withhold") {
      fields[field] = shown(field, form, first, others);
    }
  }
  return fields;
}

function shown(field: FieldPath, form: ReleaseForm, first: HeldValue, others: readonly HeldValue[]) {
  const held = CATALOGUE[field].list ? [first, ...others].map(({ value }) => value) : first.value;
  const value = inForm(held, form, { field, now: NOW, crypto: CRYPTO });
  return form === "mask" ? { value, form } : { value, form, source: first.originator, asOf: cutAsOf(first.asOf, form) };
}
