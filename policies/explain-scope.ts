import { FIELD_PATHS, type FieldPath } from "#schemas/generated/field-paths.ts";
import { CATALOGUE, heightOf } from "./catalogue.ts";
import type { KnownFacts } from "./condition.ts";
import { type CellScope, type CellVerdict, decideCell } from "./decide-cell.ts";
import type { FieldReason } from "./decision.ts";
import type { ChosenScope } from "./gate.ts";
import { possibleOriginators } from "./possible-originators.ts";

/** The decision on every field there is, of an invented person of whom only these facts are known. */
export type ScopeExplanation = Readonly<Record<FieldPath, CellVerdict>>;

/**
 * Decides every field without a record: of each field the best that any other party's value could give. What the
 * party holds itself is `OWN_DATA`. Derived values are decided by their rules; their evidence is not weighed. With `from` only that
 * party's values are asked about.
 */
export function explainScope(
  chosen: ChosenScope,
  facts: KnownFacts,
  nowMs: number,
  from: string | null = null,
): ScopeExplanation {
  const { agreement, party, scope } = chosen;
  const within: CellScope = { agreement, scope, party, nowMs };
  const explained = FIELD_PATHS.map((field) => {
    const originators = originatorsOf(field, chosen).filter((originator) => from === null || originator === from);
    const verdicts = originators.map((originator) => decideCell(within, { field, originator, facts }));
    return [field, best(field, verdicts)] as const;
  });
  return Object.fromEntries(explained) as Record<FieldPath, CellVerdict>;
}

/** A party that owns the field holds it itself. */
function originatorsOf(field: FieldPath, chosen: ChosenScope): readonly string[] {
  const { agreement, party } = chosen;
  const own = agreement.parties.get(party)?.agencyType === CATALOGUE[field].owner;
  return own ? [party] : possibleOriginators(field, chosen);
}

/** Of verdicts that give the same form the one that says most. */
const TELLING_FIRST: readonly FieldReason[] = [
  "OWN_DATA",
  "PERMITTED",
  "LIMITED_BY_RULE",
  "FACT_UNKNOWN",
  "CONDITION_NOT_MET",
  "NO_RULE",
];

function best(field: FieldPath, verdicts: readonly CellVerdict[]): CellVerdict {
  const [first] = verdicts.toSorted(
    (a, b) =>
      heightOf(field, b.form) - heightOf(field, a.form) ||
      TELLING_FIRST.indexOf(a.reason) - TELLING_FIRST.indexOf(b.reason),
  );
  return first ?? NOBODY;
}

/** No party of the agreement could hold the field at all. */
const NOBODY: CellVerdict = {
  originator: "",
  form: "withhold",
  reason: "NO_RULE",
  rule: null,
  limitedBy: null,
  clause: null,
  gateways: [],
  sourceBasis: null,
  recipientBasis: null,
  onward: null,
  facts: {},
};
