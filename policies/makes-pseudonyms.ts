import { CATALOGUE } from "./catalogue.ts";
import type { ChosenScope } from "./gate.ts";
import type { Scope } from "./policy-set.ts";

const known = new WeakMap<Scope, boolean>();

/**
 * Whether an answer under these terms can hold a pseudonym: a permitted field has that form on its ladder, to which a rule or an
 * originator may cap it, or the person is named by one.
 */
export function makesPseudonyms({ scope, purpose }: Pick<ChosenScope, "scope" | "purpose">): boolean {
  return isPseudonymous(purpose) || ofFields(scope);
}

/** For measuring, nobody is named by an id that serves for anything else (design/agreements 4.12). */
export function isPseudonymous(purpose: string): boolean {
  return purpose === "evaluation";
}

function ofFields(scope: Scope): boolean {
  const before = known.get(scope);
  if (before !== undefined) {
    return before;
  }
  const permitted = [...scope.fields].filter(([, { permits }]) => permits.length > 0);
  const makes = permitted.some(([field]) => CATALOGUE[field].ladder.includes("pseudonymise"));
  known.set(scope, makes);
  return makes;
}
