import type { FactTimeline } from "#schemas/published-record.ts";

export type Steps = FactTimeline["steps"];

/**
 * A fact as it is stored: `suppliedBy` is the agency whose last reading gives it its age, or `calendar` for what
 * the hub works out itself and goes over regularly.
 */
export type StoredFact = { readonly steps: Steps; readonly suppliedBy: string };

export function always(value: string): Steps {
  return [{ from: null, value }];
}

/** Drops steps that change nothing or that a later step overtakes at the same instant. */
export function tidySteps(steps: Steps): Steps {
  const tidy: { from: string | null; value: string }[] = [];
  for (const step of steps) {
    const previous = tidy.at(-1);
    if (previous !== undefined && previous.from === step.from) {
      tidy.pop();
    }
    if (tidy.at(-1)?.value !== step.value) {
      tidy.push(step);
    }
  }
  return tidy;
}
