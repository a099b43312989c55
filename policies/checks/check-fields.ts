import type { Agreement, Grant, Rule } from "../agreement-document.ts";
import { CATALOGUE, isField, isNeverShared, rankOf } from "../catalogue.ts";
import type { Finding } from "../fault.ts";
import { eachRule, inRule, repeats } from "./finding.ts";

/** Section 3, check 1: nothing outside the catalogue, every form on its field's ladder, a field once in a rule. */
export function checkFields(agreement: Agreement): readonly Finding[] {
  return eachRule(agreement.rules, (rule, at) => [
    ...rule.grants.flatMap((grant, place) => checkGrant(rule, at, grant, place)),
    ...checkOnce(rule, at),
  ]);
}

function checkGrant(rule: Rule, at: number, { form, fields }: Grant, place: number): readonly Finding[] {
  return fields.flatMap((field, index) => {
    const message = whyNotGranted(rule, field, form);
    return message === null ? [] : [inRule("names", rule, at, ["grants", place, "fields", index], message)];
  });
}

function whyNotGranted(rule: Rule, field: string, form: string): string | null {
  if (!isField(field)) {
    return `${field} is not a field of the offender record.`;
  }
  if (rule.kind === "permit" && isNeverShared(field)) {
    return `${field} (${CATALOGUE[field].title}) is never shared, and no agreement can grant it.`;
  }
  return rankOf(field, form) === null
    ? `${form} is not a form of ${field}; it can leave as ${CATALOGUE[field].ladder.join(", ")}.`
    : null;
}

function checkOnce(rule: Rule, at: number): readonly Finding[] {
  const named = rule.grants.flatMap(({ fields }, place) =>
    fields.map((field, index) => ({ field, path: ["grants", place, "fields", index] })),
  );
  return repeats(named.map(({ field }) => field)).map(({ name, at: repeat }) =>
    inRule("names", rule, at, named[repeat]?.path ?? [], `${name} stands twice, so the form it gives is not clear.`),
  );
}
