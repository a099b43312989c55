import type { Rule } from "../agreement-document.ts";
import type { DocumentPath, FaultCheck, Finding } from "../fault.ts";

/** A finding about one rule, at a place inside it. */
export function inRule(check: FaultCheck, rule: Rule, at: number, inside: DocumentPath, message: string): Finding {
  return { check, rule: rule.id, path: ["rules", at, ...inside], message: `Rule ${rule.id}: ${message}` };
}

/** A finding about the agreement as a whole. */
export function inDocument(check: FaultCheck, path: DocumentPath, message: string): Finding {
  return { check, rule: null, path, message };
}

/** Runs a check over every rule with its place in the document. */
export function eachRule(
  rules: readonly Rule[],
  check: (rule: Rule, at: number) => readonly Finding[],
): readonly Finding[] {
  return rules.flatMap(check);
}

/** Members that occur a second time, with their place. */
export function repeats(names: readonly string[]): readonly { readonly name: string; readonly at: number }[] {
  return names.map((name, at) => ({ name, at })).filter(({ name, at }) => names.indexOf(name) !== at);
}
