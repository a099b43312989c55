import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Purpose, ReleaseForm } from "#schemas/vocabulary.ts";
import type { FormChange } from "../agreement-diff.ts";
import type { Agreement } from "../agreement-document.ts";
import { boundariesOf, type CompiledAgreement, compileScope, intervalAround } from "../compile-agreement.ts";
import { timelessAgreement } from "../difference/timeless-agreement.ts";
import { scopeKey } from "../policy-set.ts";
import { reachOfCompiled } from "../reach.ts";
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
  const asked = new Map(changes.map((change) => [keyOf(change), change]));
  const old = before === null ? new Map<string, Range>() : rangesIn(before, changes);
  const next = rangesIn(after, changes);
  return [...asked].flatMap(([key, { party, role, purpose, field }]) => {
    const range = { before: old.get(key) ?? NOTHING, after: next.get(key) ?? NOTHING };
    const isSame = range.before.highest === range.after.highest && range.before.lowest === range.after.lowest;
    return isSame ? [] : [{ party, role, purpose, field, ...range }];
  });
}

/** Only the scopes asked of are decided, in every stretch of time in which the rules give the same. */
function rangesIn(document: Agreement, asked: readonly Asked[]): ReadonlyMap<string, Range> {
  const agreement = timelessAgreement(document);
  const names = new Map(asked.map((one) => [scopeKey(one.party, one.role, one.purpose), one]));
  const { fromMs, toMs } = agreement;
  const inside = boundariesOf(agreement).filter((boundary) => boundary > fromMs && boundary < toMs);
  const tables = [fromMs, ...inside].map((atMs): CompiledAgreement => {
    const scopes = [...names].map(([key, name]) => [key, compileScope(agreement, name, atMs)] as const);
    return { agreement, ...intervalAround(agreement, atMs), scopes: new Map(scopes) };
  });
  return new Map(reachOfCompiled(tables).cells.map((cell) => [keyOf(cell), rangeOf(cell)]));
}

function rangeOf({ highest, lowest }: ReachCell): Range {
  return { highest, lowest };
}

function keyOf({ party, role, purpose, field }: Asked): string {
  return `${scopeKey(party, role, purpose)} ${field}`;
}
