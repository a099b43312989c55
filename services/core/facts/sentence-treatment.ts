import { dayAfter, londonMidnight } from "./calendar.ts";
import { always, type Steps, tidySteps } from "./timeline.ts";

export type Requirement = { readonly type: string; readonly start: string | null; readonly end: string | null };

const TREATMENT: ReadonlySet<string> = new Set(["DRR", "ATR"]);

/** When a drug or alcohol treatment requirement is in force; its last day counts. */
export function sentenceTreatmentSteps(requirements: readonly Requirement[]): Steps {
  const treatment = requirements.filter(({ type }) => TREATMENT.has(type));
  const changes = [...new Set(treatment.flatMap(({ start, end }) => [start, end === null ? null : dayAfter(end)]))]
    .filter((date) => date !== null)
    .sort();
  const valueOn = (date: string | null): string => (treatment.some((one) => inForce(one, date)) ? "in-force" : "none");
  return changes.length === 0
    ? always(valueOn(null))
    : tidySteps([
        { from: null, value: valueOn(null) },
        ...changes.map((date) => ({ from: londonMidnight(date), value: valueOn(date) })),
      ]);
}

/** `null` asks for the time before any date. */
function inForce({ start, end }: Requirement, date: string | null): boolean {
  if (date === null) {
    return start === null;
  }
  return (start === null || start <= date) && (end === null || date <= end);
}
