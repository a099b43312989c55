import { AbilityBuilder, createMongoAbility, subject } from "@casl/ability";
import { CATALOGUE } from "#policies/catalogue.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import { type FormOf, highestAllowed } from "./form-of.ts";
import { rulesInScope } from "./rules-in-scope.ts";

/**
 * The scenario in CASL 7: an action for each form. Permits come first, since of two rules the later wins, and every alternative of a
 * condition is a rule of its own, since the default matcher knows no `$or`.
 */
export function byCasl(): FormOf {
  const { can, cannot, build } = new AbilityBuilder(createMongoAbility);
  const rules = rulesInScope();
  for (const { kind, field, rank, from, when } of [
    ...rules.filter(isPermit),
    ...rules.filter((one) => !isPermit(one)),
  ]) {
    const { ladder } = CATALOGUE[field];
    const forms = kind === "permit" ? ladder.slice(1, rank + 1) : ladder.slice(rank + 1);
    for (const demands of forms.length === 0 ? [] : when) {
      const conditions = Object.entries({ ...demands, ...(from === null ? {} : { originator: from }) }).map(
        ([name, values]) => [name, { $in: [...(values ?? [])] }],
      );
      (kind === "permit" ? can : cannot)([...forms], "Cell", field, Object.fromEntries(conditions));
    }
  }
  const ability = build();
  return (field: FieldPath, originator, facts) => {
    const cell = subject("Cell", { ...facts, originator });
    return highestAllowed(field, (form) => ability.can(form, cell, field));
  };
}

function isPermit({ kind }: { readonly kind: string }): boolean {
  return kind === "permit";
}
