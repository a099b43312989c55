import { UNIT_COSTS, type UnitCosts } from "../../evaluation/unit-costs.ts";
import type { CostEstimate } from "./referral-event.ts";

export type CrimeCount = { readonly crime: string; readonly count: number };

/** What crimes cost by a version of the table (F-06); null where it has no cost of one of them. The table says whether it is checked. */
export function estimateCost(crimes: readonly CrimeCount[], table: UnitCosts = UNIT_COSTS): CostEstimate | null {
  const lines = crimes.flatMap(({ crime, count }) => {
    const unit = table.costs.find((one) => one.crime === crime);
    return unit === undefined ? [] : [{ crime, count, pounds: count * unit.pounds }];
  });
  const { version, priceYear, checked } = table;
  const pounds = lines.reduce((sum, line) => sum + line.pounds, 0);
  return lines.length < crimes.length ? null : { version, priceYear, checked, crimes: lines, pounds };
}
