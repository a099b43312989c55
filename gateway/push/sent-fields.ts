import { heightOf } from "#policies/catalogue.ts";
import { decide } from "#policies/decide.ts";
import type { Permit, PolicyRequest } from "#policies/decision.ts";
import type { PolicySet } from "#policies/policy-set.ts";
import type { Disclosure } from "#policies/project.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { HeldValue, PublishedRecord } from "#schemas/published-record.ts";
import type { ReleaseForm } from "#schemas/vocabulary.ts";

/** One value as it was sent: all that a decision on it looks at, and not the value. */
export type SentCell = Pick<HeldValue, "originator" | "itemKey" | "itemFacts" | "itemOwner" | "evidence"> & {
  readonly form: ReleaseForm;
};

export type SentFields = Readonly<Partial<Record<FieldPath, readonly SentCell[]>>>;

/** What leaves of each field of a disclosure. */
export function sentFields(record: PublishedRecord, permit: Permit, disclosure: Disclosure): SentFields {
  return Object.fromEntries(
    fieldsOf(disclosure).map((field) => {
      const chosen = permit.fields[field]?.chosen;
      const held = (record.values[field] ?? []).map((value, at) => [value, at] as const);
      const sent = chosen === undefined ? held : held.filter(([, at]) => at === chosen);
      return [field, sent.flatMap(([value, at]) => cellOf(value, permit, field, at))];
    }),
  );
}

/** The fields a disclosure carries: names of a Disclosure are field paths by its making. */
export function fieldsOf(disclosure: Disclosure): readonly FieldPath[] {
  return fieldsNamed(disclosure.fields);
}

/** The names of what was sent or seen: kept by field path. */
export function fieldsNamed(byField: Readonly<Partial<Record<FieldPath, unknown>>>): readonly FieldPath[] {
  return Object.keys(byField) as FieldPath[];
}

/**
 * Which of these fields would be allowed again now, in the form they had or a higher one. The values sent may have changed or
 * gone since, so what is decided on is the record with those values' provenance put in the place of what it holds today.
 */
export function stillAllowed(
  request: PolicyRequest,
  record: PublishedRecord,
  sent: SentFields,
  policies: PolicySet,
): { readonly fields: readonly FieldPath[]; readonly permit: Permit | null } {
  const asked = fieldsNamed(sent);
  const decision = decide({ ...request, fields: asked }, withSentCells(record, sent), policies);
  if (decision.outcome === "refused") {
    return { fields: [], permit: null };
  }
  const fields = asked.filter((field) =>
    (sent[field] ?? []).every(({ form }, at) => {
      const now = decision.fields[field]?.cells[at]?.form ?? "withhold";
      return heightOf(field, now) >= heightOf(field, form);
    }),
  );
  return { fields, permit: decision };
}

function cellOf(held: HeldValue, permit: Permit, field: FieldPath, at: number): readonly SentCell[] {
  const form = permit.fields[field]?.cells[at]?.form ?? "withhold";
  if (form === "withhold") {
    return [];
  }
  const { originator, itemKey, itemFacts, itemOwner, evidence } = held;
  return [
    {
      originator,
      form,
      ...(itemKey === undefined ? {} : { itemKey }),
      ...(itemFacts === undefined ? {} : { itemFacts }),
      ...(itemOwner === undefined ? {} : { itemOwner }),
      ...(evidence === undefined ? {} : { evidence }),
    },
  ];
}

function withSentCells(record: PublishedRecord, sent: SentFields): PublishedRecord {
  const values = Object.entries(sent).map(([field, cells]) => [
    field,
    cells.map(({ form: _form, ...cell }) => ({ ...cell, value: null, asOf: "" })),
  ]);
  return { ...record, values: { ...record.values, ...Object.fromEntries(values) } };
}
