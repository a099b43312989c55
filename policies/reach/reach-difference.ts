import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Purpose, ReleaseForm } from "#schemas/vocabulary.ts";
import type { FormChange } from "../agreement-diff.ts";
import type { Agreement } from "../agreement-document.ts";
import {
  boundariesOf,
  type CompiledAgreement,
  type CompiledScope,
  compileScope,
  intervalAround,
} from "../compile-agreement.ts";
import { timelessAgreement } from "../difference/timeless-agreement.ts";
import { type Pieces, whole } from "../pieces.ts";
import { scopeKey } from "../policy-set.ts";
import { reachOfCompiledByScope } from "../reach.ts";
import type { ReachCell } from "./reach-cell.ts";

type Range = { readonly highest: ReleaseForm; readonly lowest: ReleaseForm };

/** One field of which a recipient's highest or lowest form is another than before. Withheld is written so, never left out. */
export type ReachDifference = {
  readonly party: string;
  readonly role: string;
  readonly purpose: Purpose;
  readonly field: FieldPath;
  readonly before: Range;
  readonly after: Range;
};

type Asked = Pick<FormChange, "party" | "role" | "purpose" | "field">;

const NOTHING: Range = { highest: "withhold", lowest: "withhold" };

/**
 * How the matrix of what can ever be seen changes, at the fields that `changes` of the two versions name: where no form
 * changes, no reach does. A change that only moves between circumstances leaves the reach as it was and is not here.
 */
export function reachDifference(
  before: Agreement | null,
  after: Agreement,
  changes: readonly Asked[],
): readonly ReachDifference[] {
  return whole(reachDifferenceByScope(before, after, changes));
}

/** The same, scope by scope. */
export function* reachDifferenceByScope(
  before: Agreement | null,
  after: Agreement,
  changes: readonly Asked[],
): Pieces<readonly ReachDifference[]> {
  const asked = new Map(changes.map((change) => [keyOf(change), change]));
  const old = before === null ? new Map<string, Range>() : yield* rangesIn(before, changes);
  const next = yield* rangesIn(after, changes);
  return [...asked].flatMap(([key, { party, role, purpose, field }]) => {
    const range = { before: old.get(key) ?? NOTHING, after: next.get(key) ?? NOTHING };
    const isSame = range.before.highest === range.after.highest && range.before.lowest === range.after.lowest;
    return isSame ? [] : [{ party, role, purpose, field, ...range }];
  });
}

/** Only the scopes asked of are decided, in every stretch of time in which the rules give the same. */
function* rangesIn(document: Agreement, asked: readonly Asked[]): Pieces<ReadonlyMap<string, Range>> {
  const agreement = timelessAgreement(document);
  const names = new Map(asked.map((one) => [scopeKey(one.party, one.role, one.purpose), one]));
  const { fromMs, toMs } = agreement;
  const inside = boundariesOf(agreement).filter((boundary) => boundary > fromMs && boundary < toMs);
  const tables: CompiledAgreement[] = [];
  for (const atMs of [fromMs, ...inside]) {
    const scopes = new Map<string, CompiledScope>();
    for (const [key, name] of names) {
      scopes.set(key, compileScope(agreement, name, atMs));
      yield;
    }
    tables.push({ agreement, ...intervalAround(agreement, atMs), scopes });
  }
  const { cells } = yield* reachOfCompiledByScope(tables);
  return new Map(cells.map((cell) => [keyOf(cell), rangeOf(cell)]));
}

function rangeOf({ highest, lowest }: ReachCell): Range {
  return { highest, lowest };
}

function keyOf({ party, role, purpose, field }: Asked): string {
  return `${scopeKey(party, role, purpose)} ${field}`;
}
