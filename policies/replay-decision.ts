import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { AgencyType, Fact, ReleaseForm } from "#schemas/vocabulary.ts";
import { CATALOGUE, heightOf, isField } from "./catalogue.ts";
import type { KnownFacts } from "./condition.ts";
import { type CellScope, type CellVerdict, decideCell } from "./decide-cell.ts";
import { isEvidenceSeen, withheldByEvidence } from "./evidence.ts";
import type { LoggedBasis, LoggedCell } from "./logged-basis.ts";
import { type LoadedAgreement, scopeOf } from "./policy-set.ts";

/** The decision on values that are alike in everything that decides on them. */
export type ReplayedCell = { readonly verdict: CellVerdict; readonly count: number };

export type ReplayedField = {
  /** Highest form among the cells. */
  readonly form: ReleaseForm;
  /** In the order logged. */
  readonly cells: readonly ReplayedCell[];
  /** The cell that answers a field of one value; absent in a list, where every one above `withhold` does. */
  readonly chosen?: number;
};

export type ReplayedDecision = Readonly<Partial<Record<FieldPath, ReplayedField>>>;

export type Replaying = {
  /** The version under which to decide, as it stood then. */
  readonly agreement: LoadedAgreement;
  readonly at: Date;
  readonly precedence: readonly AgencyType[];
};

/**
 * Decides again from what was logged: under the version and at the instant of the decision it gives the same fields, form for form
 * and reason for reason (property P8).
 */
export function replayDecision(basis: LoggedBasis, { agreement, at, precedence }: Replaying): ReplayedDecision {
  const { party, role, purpose, facts } = basis;
  const within = { agreement, scope: scopeOf(agreement, party, role, purpose), party, nowMs: at.getTime() };
  const byField = new Map<FieldPath, ReplayedCell[]>();
  for (const cell of basis.cells) {
    const { field } = cell;
    if (isField(field)) {
      const cells = byField.get(field) ?? [];
      byField.set(field, cells);
      cells.push({ verdict: replayCell(field, cell, facts, within), count: cell.count });
    }
  }
  const placeOf = placesIn(agreement, precedence);
  return Object.fromEntries([...byField].map(([field, cells]) => [field, fieldOf(field, cells, placeOf)]));
}

function replayCell(
  field: FieldPath,
  { originator, facts, evidence, atMost }: LoggedCell,
  personFacts: Readonly<Record<string, string>>,
  within: CellScope,
): CellVerdict {
  const cell = { field, originator, facts: known({ ...personFacts, ...facts }) };
  const verdict = decideCell(within, atMost === undefined ? cell : { ...cell, atMost });
  const isSeen = evidence === undefined || isEvidenceSeen(evidence, known(personFacts), within);
  return verdict.form === "withhold" || isSeen ? verdict : withheldByEvidence(verdict);
}

/** A name that is no fact is asked by no rule, so it does no harm. */
function known(facts: Readonly<Record<string, string>>): KnownFacts {
  return facts satisfies Readonly<Record<string, string>> as Readonly<Record<Fact, string>>;
}

type PlaceOf = (originator: string) => number;

function placesIn({ parties }: LoadedAgreement, precedence: readonly AgencyType[]): PlaceOf {
  return (originator) => {
    const type = parties.get(originator)?.agencyType;
    const place = type === undefined ? -1 : precedence.indexOf(type);
    return place === -1 ? precedence.length : place;
  };
}

function fieldOf(field: FieldPath, cells: readonly ReplayedCell[], placeOf: PlaceOf): ReplayedField {
  const height = ({ verdict }: ReplayedCell) => heightOf(field, verdict.form);
  // Logged newest first, so that the first among equals is the newest.
  const order = [...cells.keys()].toSorted((one, other) => {
    const [a, b] = [cells[one], cells[other]];
    return a === undefined || b === undefined
      ? 0
      : height(b) - height(a) || placeOf(a.verdict.originator) - placeOf(b.verdict.originator);
  });
  const [chosen = 0] = order;
  const form = cells[chosen]?.verdict.form ?? "withhold";
  return CATALOGUE[field].list ? { form, cells } : { form, cells, chosen };
}
