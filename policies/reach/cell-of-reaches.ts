import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { ReleaseForm } from "#schemas/vocabulary.ts";
import { heightOf } from "../catalogue.ts";
import type { CircumstanceFinder } from "../circumstances.ts";
import { periodsOf } from "../difference/periods.ts";
import type { FieldReach } from "./field-reach.ts";
import type { ReachCell, ReachRange, ReachStep } from "./reach-cell.ts";

type CellName = Pick<ReachCell, "agreement" | "version" | "party" | "role" | "purpose" | "field">;

/** The beginning of each stretch of time, and what puts combinations of facts into circumstances. */
type InTime = { readonly instants: readonly number[]; readonly find: CircumstanceFinder };

/** What the tables of one field say together, one for each stretch of time. */
export function cellOf(name: CellName, reaches: readonly FieldReach[], inTime: InTime): ReachCell {
  if (reaches.every(({ originators }) => originators.length === 0)) {
    return { ...name, highest: "withhold", lowest: "withhold", ranges: [], steps: [] };
  }
  const ranges = rangesOf(name.field, reaches);
  return {
    ...name,
    highest: highestOf(
      name.field,
      ranges.map(({ highest }) => highest),
    ),
    lowest: lowestOf(
      name.field,
      ranges.map(({ lowest }) => lowest),
    ),
    ranges,
    steps: stepsOf(name.field, reaches, inTime),
  };
}

function highestOf(field: FieldPath, forms: readonly ReleaseForm[]): ReleaseForm {
  return forms.toSorted((one, other) => heightOf(field, other) - heightOf(field, one))[0] ?? "withhold";
}

function lowestOf(field: FieldPath, forms: readonly ReleaseForm[]): ReleaseForm {
  return forms.toSorted((one, other) => heightOf(field, one) - heightOf(field, other))[0] ?? "withhold";
}

/** Originators of which the same is said are told together. */
function rangesOf(field: FieldPath, reaches: readonly FieldReach[]): readonly ReachRange[] {
  const all = reaches.flatMap(({ originators }) => originators);
  const ranges = new Map<string, { originators: string[]; highest: ReleaseForm; lowest: ReleaseForm }>();
  for (const originator of new Set(all.map((reach) => reach.originator))) {
    const own = all.filter((reach) => reach.originator === originator);
    const highest = highestOf(
      field,
      own.map((reach) => reach.highest),
    );
    // A table in which nothing is shared names nobody.
    const lowest = own.length < reaches.length ? "withhold" : lowestOf(field, own.map(low));
    const known = ranges.get(`${highest} ${lowest}`) ?? { originators: [], highest, lowest };
    ranges.set(`${highest} ${lowest}`, known);
    known.originators.push(originator);
  }
  return [...ranges.values()];
}

function low({ lowest }: { readonly lowest: ReleaseForm }): ReleaseForm {
  return lowest;
}

type Building = Omit<ReachStep, "originators" | "during"> & {
  readonly originators: Set<string>;
  readonly stretches: number[];
};

function stepsOf(field: FieldPath, reaches: readonly FieldReach[], { instants, find }: InTime): readonly ReachStep[] {
  const building = new Map<string, Building>();
  for (const [stretch, { facts, originators }] of reaches.entries()) {
    for (const { originator, reached } of originators) {
      for (const { tuples, ...ground } of reached) {
        const when = find(facts, [...tuples]);
        const key = JSON.stringify([originator, ground, when]);
        const known = building.get(key) ?? { ...ground, when, originators: new Set([originator]), stretches: [] };
        building.set(key, known);
        known.stretches.push(stretch);
      }
    }
  }
  return together([...building.values()])
    .map(({ stretches, originators, ...step }) => ({
      ...step,
      originators: [...originators].toSorted(),
      during: periodsOf(instants, stretches),
    }))
    .toSorted((one, other) => heightOf(field, other.form) - heightOf(field, one.form));
}

/** Steps that are the same for several originators are told once. */
function together(steps: readonly Building[]): readonly Building[] {
  const alike = new Map<string, Building>();
  for (const step of steps) {
    const key = JSON.stringify({ ...step, originators: null });
    const known = alike.get(key) ?? step;
    alike.set(key, known);
    for (const originator of step.originators) {
      known.originators.add(originator);
    }
  }
  return [...alike.values()];
}
