import type { ProvenOffence } from "./case-history.ts";
import type { Reoffending } from "./reoffending.ts";
import type { Comparison, SchemeStatement } from "./scheme-statement.ts";
import { costOf, type UnitCosts } from "./unit-costs.ts";

export const NO_COMPARISON =
  "There is no comparison cohort. What these people would have done without the scheme is not known, so no saving is claimed.";
export const NO_COSTS =
  "The scheme has not stated what it cost, so there is no cost per managed offender and no break-even.";
const UNCHECKED = "The unit costs have not been held against the publication they are from.";
const PRICES = "Figures are at the prices of the years named beside them and are not adjusted to one another.";

export type ValueForMoney = {
  readonly costPounds: number | null;
  readonly costPriceYear: string | null;
  readonly costPerManagedPounds: number | null;
  readonly unitCosts: Pick<UnitCosts, "version" | "source" | "priceYear" | "checked">;
  /** What one offence is taken to cost, and why that. */
  readonly offenceCost: { readonly pounds: number; readonly basis: "reoffences-counted" | "mean-of-unit-costs" };
  /** How many offences, of that cost, the scheme has to have prevented to have paid for itself. */
  readonly breakEven: { readonly offences: number; readonly perManaged: number } | null;
  readonly benefit: Benefit | null;
  readonly comparison: Comparison | null;
  /** What a reader has to know, in sentences. */
  readonly notes: readonly string[];
};

export type Benefit = {
  readonly expectedOffences: number;
  readonly countedOffences: number;
  readonly avoidedOffences: number;
  readonly savedPounds: number;
  /** Pounds saved for each pound spent; below nothing where more was counted than expected. */
  readonly savedPerPound: number | null;
};

type Weighing = {
  /** Twelve months' people; null where they are too few to show, and then nothing is divided by them. */
  readonly managed: number | null;
  /** Null where it may not be shown. */
  readonly reoffending: Reoffending | null;
  readonly statement: SchemeStatement;
  readonly unitCosts: UnitCosts;
};

/**
 * Cost per managed offender and break-even first, as the Home Office's own toolkit has them, then cost-benefit where there is a
 * cohort to compare with. Every assumption stands beside what rests on it.
 */
export function valueForMoney({ managed, reoffending, statement, unitCosts }: Weighing): ValueForMoney {
  const { costs, comparison = null } = statement;
  const costPounds = costs === undefined ? null : costs.lines.reduce((sum, { pounds }) => sum + pounds, 0);
  const offenceCost = costOfOne(reoffending?.reoffences ?? [], unitCosts);
  const { version, source, priceYear, checked } = unitCosts;
  return {
    costPounds,
    costPriceYear: costs?.priceYear ?? null,
    unitCosts: { version, source, priceYear, checked },
    offenceCost,
    ...perManaged(costPounds, offenceCost.pounds, managed),
    benefit: comparison && reoffending && benefit(comparison, reoffending, offenceCost.pounds, costPounds),
    comparison,
    notes: notes(statement, checked),
  };
}

function notes({ costs, comparison = null }: SchemeStatement, checked: boolean): readonly string[] {
  return [
    ...(costs === undefined ? [NO_COSTS] : []),
    ...(comparison === null ? [NO_COMPARISON] : []),
    ...(checked ? [] : [UNCHECKED]),
    PRICES,
  ];
}

function perManaged(
  costPounds: number | null,
  offencePounds: number,
  managed: number | null,
): Pick<ValueForMoney, "costPerManagedPounds" | "breakEven"> {
  if (costPounds === null || managed === null) {
    return { costPerManagedPounds: null, breakEven: null };
  }
  const offences = Math.ceil(costPounds / offencePounds);
  return {
    costPerManagedPounds: Math.round(costPounds / managed),
    breakEven: { offences, perManaged: toCents(offences / managed) },
  };
}

function benefit(
  comparison: Comparison,
  reoffending: Reoffending,
  offencePounds: number,
  spent: number | null,
): Benefit {
  const expectedOffences = toCents((comparison.reoffences / comparison.base) * reoffending.base);
  const countedOffences = reoffending.reoffences.length;
  const avoidedOffences = toCents(expectedOffences - countedOffences);
  const savedPounds = Math.round(avoidedOffences * offencePounds);
  const savedPerPound = spent === null || spent === 0 ? null : toCents(savedPounds / spent);
  return { expectedOffences, countedOffences, avoidedOffences, savedPounds, savedPerPound };
}

function costOfOne(reoffences: readonly ProvenOffence[], unitCosts: UnitCosts): ValueForMoney["offenceCost"] {
  const costed = reoffences.flatMap(({ hoCode }) => costOf(unitCosts, hoCode) ?? []);
  const basis = costed.length > 0 ? "reoffences-counted" : "mean-of-unit-costs";
  const of = costed.length > 0 ? costed : unitCosts.costs.map(({ pounds }) => pounds);
  return { pounds: Math.round(of.reduce((sum, pounds) => sum + pounds, 0) / of.length), basis };
}

function toCents(value: number): number {
  return Math.round(value * 100) / 100;
}
