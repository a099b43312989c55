import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { HeldValue, PublishedRecord } from "#schemas/published-record.ts";
import { type CellFact, FACT_VALUES } from "#schemas/vocabulary.ts";
import { CATALOGUE } from "./catalogue.ts";
import { type KnownFacts, UNKNOWN } from "./condition.ts";
import { treatmentConsentAt } from "./treatment-consent.ts";

/** For whom the facts of a cell are wanted. */
export type CellFactScope = {
  readonly party: string;
  readonly host: string | null;
  readonly purpose: string;
  readonly nowMs: number;
  readonly consents: PublishedRecord["consents"];
};

/** What a value says of itself; null for the field as a whole, of which only consent is known. */
export type CellItem = Pick<HeldValue, "itemFacts" | "itemOwner">;

/** The facts that belong to one value or list item, each on its closed list or unknown. */
export function cellFactsOf(field: FieldPath, item: CellItem | null, scope: CellFactScope): KnownFacts {
  const names = CATALOGUE[field].cellFacts;
  if (names.length === 0) {
    return NONE;
  }
  return Object.fromEntries(names.map((name) => [name, onList(name, cellFact(name, field, item, scope))]));
}

const NONE: KnownFacts = {};

function cellFact(name: CellFact, field: FieldPath, item: CellItem | null, scope: CellFactScope): string {
  if (name === "treatment-consent") {
    const recipients = scope.host === null ? [scope.party] : [scope.party, scope.host];
    return treatmentConsentAt(scope.consents, { field, recipients, purpose: scope.purpose, nowMs: scope.nowMs });
  }
  if (name === "item-owner" && item?.itemOwner !== undefined) {
    return item.itemOwner === scope.party ? "recipient" : "other";
  }
  // Whose an item is depends on who asks, so no stored word for it is believed.
  return name === "item-owner" ? UNKNOWN : (item?.itemFacts?.[name] ?? UNKNOWN);
}

function onList(name: CellFact, value: string): string {
  const known: readonly string[] = FACT_VALUES[name];
  return known.includes(value) ? value : UNKNOWN;
}
