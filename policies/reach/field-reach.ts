import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Fact, ReleaseForm } from "#schemas/vocabulary.ts";
import type { Ground } from "../agreement-diff.ts";
import { heightOf } from "../catalogue.ts";
import type { CompiledField } from "../compile-agreement.ts";
import { type KnownFacts, UNKNOWN } from "../condition.ts";
import type { CellVerdict } from "../decide-cell.ts";
import { tupleAt, tupleCount, tupleIndex } from "../fact-tuple.ts";

/** One form and its ground, with the combinations of facts that give it to the values of one originator. */
type Reached = Ground & { readonly form: ReleaseForm; readonly tuples: Set<number> };

export type OriginatorReach = {
  readonly originator: string;
  readonly highest: ReleaseForm;
  readonly lowest: ReleaseForm;
  readonly reached: readonly Reached[];
};

/** What a compiled table says of one field, given that some facts are so. */
export type FieldReach = {
  /** The facts that are still open; combinations are numbered over them. */
  readonly facts: readonly Fact[];
  /** Everybody who could give it; nobody where nothing is shared of anyone's. */
  readonly originators: readonly OriginatorReach[];
  /** Cells of the table by the form they give. */
  readonly cells: ReadonlyMap<ReleaseForm, number>;
};

export function fieldReach({ field, facts, originators, verdicts }: CompiledField, given: KnownFacts): FieldReach {
  if (verdicts.every(({ form }) => form === "withhold")) {
    return NOTHING;
  }
  const open = facts.filter((fact) => given[fact] === undefined);
  const numbers = numbersAmongOpen(facts, open, given);
  const cells = new Map<ReleaseForm, number>();
  const reaches = originators.map((originator, at) => {
    const count = tupleCount(facts);
    return originatorReach(field, originator, verdicts.slice(at * count, (at + 1) * count), numbers, cells);
  });
  return { facts: open, originators: reaches, cells };
}

const NOTHING: FieldReach = { facts: [], originators: [], cells: new Map() };

/** Of each combination its number over the open facts; null where it is not as given. */
function numbersAmongOpen(
  facts: readonly Fact[],
  open: readonly Fact[],
  given: KnownFacts,
): readonly (number | null)[] {
  return Array.from({ length: tupleCount(facts) }, (_, tuple) => {
    if (open.length === facts.length) {
      return tuple;
    }
    const known = tupleAt(facts, tuple);
    const isGiven = facts.every((fact) => given[fact] === undefined || (known[fact] ?? UNKNOWN) === given[fact]);
    return isGiven ? tupleIndex(open, known) : null;
  });
}

function originatorReach(
  field: FieldPath,
  originator: string,
  verdicts: readonly CellVerdict[],
  numbers: readonly (number | null)[],
  cells: Map<ReleaseForm, number>,
): OriginatorReach {
  const reached = new Map<string, Reached>();
  const forms = new Set<ReleaseForm>();
  for (const [tuple, verdict] of verdicts.entries()) {
    const number = numbers[tuple] ?? null;
    if (number !== null) {
      forms.add(verdict.form);
      cells.set(verdict.form, (cells.get(verdict.form) ?? 0) + 1);
      noteReached(reached, verdict, number);
    }
  }
  const byHeight = [...forms].toSorted((one, other) => heightOf(field, other) - heightOf(field, one));
  const [highest, lowest] = [byHeight[0] ?? "withhold", byHeight.at(-1) ?? "withhold"];
  return { originator, highest, lowest, reached: [...reached.values()] };
}

function noteReached(reached: Map<string, Reached>, verdict: CellVerdict, number: number): void {
  const { form, rule, limitedBy, clause } = verdict;
  if (form === "withhold") {
    return;
  }
  const key = `${form} ${rule} ${limitedBy} ${clause}`;
  const known: Reached = reached.get(key) ?? { form, rule, limitedBy, clause, tuples: new Set() };
  reached.set(key, known);
  known.tuples.add(number);
}
