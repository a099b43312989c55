import type { Answer } from "./matching/answer.ts";
import type { CrimePlace } from "./matching/crime-window.ts";
import type { Track } from "./matching/fix.ts";
import { judge } from "./matching/judge.ts";
import type { Parameters } from "./matching/parameters.ts";

export type TrackedPerson = {
  readonly personId: string;
  readonly monitoringAgencyId: string;
  readonly track: Track;
};

export type FoundHit = Omit<TrackedPerson, "track"> & { readonly answer: Answer };

/** Who was recorded near the crime, or passed it. Nobody else becomes a candidate. */
export function matchCrime(
  people: readonly TrackedPerson[],
  crime: CrimePlace,
  parameters: Parameters,
): readonly FoundHit[] {
  return people
    .map(({ track, ...person }) => ({ ...person, answer: judge(track, crime, parameters) }))
    .filter(({ answer: { answer } }) => answer === "RECORDED" || answer === "PASSED");
}
