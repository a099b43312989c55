import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { AccessRestriction, HeldValue, PublishedRecord } from "#schemas/published-record.ts";
import type { Scheme } from "#schemas/scheme.ts";
import { deriveFacts, type StoredFacts } from "../facts/derive-facts.ts";
import type { Cell, HeldRestriction, RecordState } from "./record-state.ts";

/** What is stored to be published: the record without what changes from one reading to the next. */
export type PublishedDocument = Pick<PublishedRecord, "values" | "consents" | "accessRestriction" | "hubStop"> & {
  readonly facts: StoredFacts;
};

/** What the gateway may decide on, as the person's record stands. */
export function publishedDocument(state: RecordState, scheme: Scheme): PublishedDocument {
  return {
    values: publishedValues(state.cells),
    facts: deriveFacts(state, scheme),
    consents: state.consents.map(({ consent }) => consent),
    accessRestriction: readableRestriction(state.restriction, scheme),
    hubStop: null,
  };
}

/**
 * A restriction with an entry that is no officer and no agency of the scheme cannot be told to keep anybody in or
 * out, and so is published as one that keeps everybody out (design agreements 4.3).
 */
export function readableRestriction(
  restriction: HeldRestriction | null,
  scheme: Scheme,
): AccessRestriction | null | "unreadable" {
  if (restriction === null || restriction.excluded.length + restriction.restricted.length === 0) {
    return null;
  }
  const known = new Set([
    ...scheme.officers.map(({ email }) => email.toLowerCase()),
    ...scheme.agencies.map(({ agencyId }) => agencyId.toLowerCase()),
  ]);
  const { excluded, restricted } = restriction;
  return [...excluded, ...restricted].every((entry) => known.has(entry)) ? { excluded, restricted } : "unreadable";
}

function publishedValues(cells: readonly Cell[]): PublishedDocument["values"] {
  const values: Partial<Record<FieldPath, HeldValue[]>> = {};
  const inOrder = cells
    .filter(({ kind }) => kind === "value")
    .sort((a, b) => Date.parse(a.asOf) - Date.parse(b.asOf) || compareText(a.itemKey, b.itemKey));
  for (const cell of inOrder) {
    const held = values[cell.field] ?? [];
    held.push(publishedValue(cell));
    values[cell.field] = held;
  }
  return values;
}

function publishedValue({ originator, value, asOf, itemKey, itemFacts, itemOwner, evidence }: Cell): HeldValue {
  return {
    originator,
    value,
    asOf,
    ...(itemKey === "" ? {} : { itemKey }),
    ...(itemFacts === null ? {} : { itemFacts }),
    ...(itemOwner === null ? {} : { itemOwner }),
    ...(evidence === null ? {} : { evidence }),
  };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
