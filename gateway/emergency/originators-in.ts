import type { Permit } from "#policies/decision.ts";

/** Agencies whose values a permit lets out to another. */
export function originatorsIn({ fields, party }: Permit): readonly string[] {
  const cells = Object.values(fields).flatMap((field) => field?.cells ?? []);
  const released = cells.filter(({ form, originator }) => form !== "withhold" && originator !== party);
  return [...new Set(released.map(({ originator }) => originator))];
}
