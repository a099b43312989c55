import type { CatalogueEntry } from "#schemas/generated/catalogue.ts";
import type { Agreement, Rule } from "./agreement-document.ts";

/** A field that nobody is shown under any agreement, and where its neighbours are shared. */
export type UnsharedField = {
  readonly field: string;
  readonly title: string;
  /** Agreements that share fields of the same group, owner and sensitivity; they might want this one. */
  readonly mightWant: readonly { readonly agreement: string; readonly rules: readonly string[] }[];
};

type Catalogue = Readonly<Record<string, Pick<CatalogueEntry, "title" | "owner" | "sensitivity" | "ladder">>>;

/**
 * Fields of the record that could be shared, are shared with nobody, and are not among those left out on purpose: a
 * field added to the record schema is one until an agreement names it or somebody says that none should.
 */
export function unsharedFields(
  agreements: readonly Agreement[],
  catalogue: Catalogue,
  leftOut: ReadonlySet<string>,
): readonly UnsharedField[] {
  const granted = new Set<string>(agreements.flatMap(({ rules }) => rules.filter(isPermit).flatMap(fieldsOf)));
  return Object.entries(catalogue)
    .filter(([field, { ladder }]) => ladder.length > 1 && !granted.has(field) && !leftOut.has(field))
    .map(([field, { title }]) => {
      const neighbours = neighboursOf(field, catalogue);
      const mightWant = agreements.map(({ id, rules }) => ({ agreement: id, rules: rulesAbout(rules, neighbours) }));
      return { field, title, mightWant: mightWant.filter((wanting) => wanting.rules.length > 0) };
    });
}

/** Names on the list of what is left out that should not be: shared after all, or in the record no longer. */
export function wronglyLeftOut(
  agreements: readonly Agreement[],
  catalogue: Catalogue,
  leftOut: ReadonlySet<string>,
): readonly string[] {
  const unshared = new Set(unsharedFields(agreements, catalogue, new Set()).map(({ field }) => field));
  return [...leftOut].filter((field) => !unshared.has(field));
}

function isPermit({ kind }: Rule): boolean {
  return kind === "permit";
}

function fieldsOf({ grants }: Rule): readonly string[] {
  return grants.flatMap(({ fields }) => fields);
}

function neighboursOf(field: string, catalogue: Catalogue): ReadonlySet<string> {
  const group = (name: string) => name.split(".")[0];
  const own = catalogue[field];
  const alike = Object.entries(catalogue).filter(
    ([name, { owner, sensitivity }]) =>
      group(name) === group(field) && owner === own?.owner && sensitivity === own.sensitivity,
  );
  return new Set(alike.map(([name]) => name));
}

function rulesAbout(rules: readonly Rule[], fields: ReadonlySet<string>): readonly string[] {
  return rules
    .filter((rule) => isPermit(rule) && fieldsOf(rule).some((field) => fields.has(field)))
    .map(({ id }) => id);
}
