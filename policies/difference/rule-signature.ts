import type { FieldRule, FieldRules } from "../policy-set.ts";

/** Equal for two sets of rules if, and only if, they say the same of a field in the same words. */
export type RuleSigner = (rules: FieldRules) => string;

/** Rules are signed once: they are shared between roles, purposes and, in most of a new version, with the old one. */
export function ruleSigner(): RuleSigner {
  const signatures = new Map<FieldRule, number>();
  const numbers = new Map<string, number>();
  const sign = (rule: FieldRule): number => {
    const known = signatures.get(rule);
    if (known !== undefined) {
      return known;
    }
    const words = wordsOf(rule);
    const number = numbers.get(words) ?? numbers.size;
    numbers.set(words, number);
    signatures.set(rule, number);
    return number;
  };
  return ({ permits, limits }) => `${permits.map(sign).join(",")}/${limits.map(sign).join(",")}`;
}

function wordsOf(rule: FieldRule): string {
  const { id, clause, form, rank, from, when, startsMs, endsMs, onward, terms } = rule;
  const originators = from === null ? null : [...from].toSorted();
  const windows = [String(startsMs), String(endsMs)];
  return JSON.stringify([id, clause, form, rank, originators, when, windows, onward, [...terms].toSorted(byName)]);
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : Number(one > other);
}
