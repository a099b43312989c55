import type { Concerned, Term, TermsChange } from "../agreement-diff.ts";

/** A term as each of two versions has it; absent or null where one has none. */
export type Both = readonly [before: unknown, after: unknown];

/** Nothing where both versions have the same words; else one change. */
export function changed(
  term: Term,
  subject: string,
  [old, next]: Both,
  effect: TermsChange["effect"],
  concerned: Concerned,
): readonly TermsChange[] {
  const [before, after] = [inText(old), inText(next)];
  return before === after ? [] : [{ term, subject, before, after, effect, ...concerned }];
}

/** What is new or gone has no effect of its own: what is released under it is told by the changes of form. */
export function effectOfWords([old, next]: Both): TermsChange["effect"] {
  return old === undefined || next === undefined ? "none" : "rewords";
}

/** Of both lists, each id once. */
export function idsOf(
  before: readonly { readonly id: string }[],
  after: readonly { readonly id: string }[],
): readonly string[] {
  return [...new Set([...before, ...after].map(({ id }) => id))];
}

function inText(value: unknown): string | null {
  if (value === undefined || value === null) {
    return null;
  }
  return Array.isArray(value) ? value.join(", ") : String(value);
}
