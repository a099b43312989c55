import type { Exchanges } from "#schemas/generated/types.ts";

type Evaluation = Required<Exchanges["evaluation"]>;
type National = Evaluation["national"][number];

/**
 * The same lines of every scheme, so that schemes can be laid side by side (handbook F-75). Only what is shown anyway: a line of too
 * few people is left out, and nothing of a protected group or of anybody's costs is among them.
 */
export function nationalMeasures(
  measures: Evaluation["measures"],
  valueForMoney: Evaluation["valueForMoney"],
): National[] {
  const { managedAtEnd, managed, reoffending, endings, daysInColour, colours, cohorts } = measures;
  const { base, reoffended, binaryPercent, reoffences, frequency } = reoffending;
  const counted = { managedAtEnd, managed, "reoffending:base": base, "reoffending:reoffended": reoffended };
  const rates = {
    "reoffending:binaryPercent": binaryPercent,
    "reoffending:frequency": frequency,
    "reoffending:reoffences": reoffences,
  };
  const money = { "money:costPerManagedPounds": valueForMoney.costPerManagedPounds };
  const single = Object.entries({ ...counted, ...rates, ...money });
  const broken = [endings, daysInColour, colours, cohorts].flatMap(({ name, cells }) =>
    cells.map(({ key, value }) => [`${name}:${key}`, value] as const),
  );
  return [...single, ...broken].flatMap(([measure, value]) => (value === null ? [] : [{ measure, value }]));
}
