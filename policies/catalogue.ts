import { type CatalogueEntry, CATALOGUE as GENERATED } from "#schemas/generated/catalogue.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { ReleaseForm } from "#schemas/vocabulary.ts";

export type { CatalogueEntry } from "#schemas/generated/catalogue.ts";

/** Every field there is. A name that is not here is shared with nobody, whatever a document says. */
export const CATALOGUE: Readonly<Record<FieldPath, CatalogueEntry>> = GENERATED;

const ENTRIES: ReadonlyMap<string, CatalogueEntry> = new Map(Object.entries(GENERATED));

const RANKS: ReadonlyMap<string, ReadonlyMap<string, number>> = new Map(
  Object.entries(GENERATED).map(([field, entry]) => [field, new Map(entry.ladder.map((form, rank) => [form, rank]))]),
);

/** Hub state, never released to anyone, its own originator included (design/agreements 4.3). */
export const HUB_STATE_FIELD: FieldPath = "identity.accessRestriction";

/** True of names that the record schema knows. */
export function isField(name: string): name is FieldPath {
  return ENTRIES.has(name);
}

/** The position of a form on a field's ladder, 0 being `withhold`; null when the form is not on it. */
export function rankOf(field: FieldPath, form: string): number | null {
  return RANKS.get(field)?.get(form) ?? null;
}

/** For comparing forms of one field. `full` is above all, also on a field that is never shared: it is one's own. */
export function heightOf(field: FieldPath, form: ReleaseForm): number {
  return form === "full" ? Number.MAX_SAFE_INTEGER : (rankOf(field, form) ?? 0);
}

/** True when no agreement can grant the field. */
export function isNeverShared(field: FieldPath): boolean {
  return CATALOGUE[field].ladder.length === 1;
}
