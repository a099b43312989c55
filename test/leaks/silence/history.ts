import { randomUUID } from "node:crypto";
import { isFieldPath } from "#schemas/field-paths.ts";
import { CATALOGUE } from "#schemas/generated/catalogue.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Scheme } from "#schemas/scheme.ts";
import type { RecordChange } from "#services/core/record/record-change.ts";
import { canaryFields } from "../canaries/canary-value.ts";
import { coin } from "../inference/chance.ts";
import { NOW } from "../sweep/canary-hub.ts";

/** One thing that one agency says of one person; the history of a hub in small. */
export type Step = { readonly personId: string; readonly agencyId: string; readonly change: RecordChange };

const FIRST_SERIAL = 20;

/**
 * A history drawn at random over everything that every agency may say: values and items set, changed and taken away. The same seed makes
 * the same history, of other people. What a restriction takes back is tried by itself, as class L18.
 */
export function drawHistory(
  scheme: Scheme,
  personIds: readonly string[],
  steps: number,
  seed: number,
): readonly Step[] {
  const toss = coin(seed);
  const pick = <T>(from: readonly T[]): T => {
    let place = 0;
    for (let bit = 0; bit < 10; bit += 1) {
      place = place * 2 + (toss() ? 1 : 0);
    }
    const picked = from[place % from.length];
    if (picked === undefined) {
      throw new Error("nothing to pick from");
    }
    return picked;
  };
  const values = [0, 1, 2, 3].map((serial) => canaryFields(FIRST_SERIAL + serial));
  return Array.from({ length: steps }, (_, at): Step => {
    const personId = pick(personIds);
    const asOf = new Date(NOW.getTime() + (at + 1) * 1_000).toISOString();
    const agency = pick(scheme.agencies);
    const field = pick(fieldsOf(agency.agencyType));
    const value = pick(values).get(field)?.value;
    return { personId, agencyId: agency.agencyId, change: changeOf(field, value, asOf, toss() && toss() && toss()) };
  });
}

function fieldsOf(agencyType: string): readonly FieldPath[] {
  return Object.entries(CATALOGUE).flatMap(([field, { owner, derived }]) =>
    isFieldPath(field) &&
    field !== "identity.accessRestriction" &&
    !derived &&
    (owner === "any" || owner === agencyType)
      ? [field]
      : [],
  );
}

function changeOf(field: FieldPath, value: unknown, asOf: string, takesAway: boolean): RecordChange {
  if (takesAway) {
    return { kind: "clear", field, asOf };
  }
  return CATALOGUE[field].list
    ? { kind: "put-item", field, itemKey: "1", value, asOf }
    : { kind: "set", field, value, asOf };
}

export const newPeople = (count: number): readonly string[] => Array.from({ length: count }, () => randomUUID());
