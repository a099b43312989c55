import type { FieldPath } from "#schemas/generated/field-paths.ts";
import { CATALOGUE } from "./catalogue.ts";
import type { CellScope } from "./decide-cell.ts";

/** Every other party that could have given a value of the field: its owners, and whoever a permit for this recipient names. */
export function possibleOriginators(
  field: FieldPath,
  { agreement, party, scope }: Pick<CellScope, "agreement" | "party" | "scope">,
): readonly string[] {
  const { owner } = CATALOGUE[field];
  const owners = [...agreement.parties.values()].filter(({ agencyType }) => owner === "any" || agencyType === owner);
  const named = (scope.fields.get(field)?.permits ?? []).flatMap((rule) => [...(rule.from ?? [])]);
  return [...new Set([...owners.map(({ id }) => id), ...named])].filter((originator) => originator !== party);
}
