import type { StandingHit } from "./read-standing-hits.ts";

export type NewHit = { readonly personId: string; readonly digest: string };

/** What a new comparison makes of the hits that stood: which are new, and which of the old no longer hold. */
export type SettledHits<New extends NewHit> = {
  readonly fresh: readonly New[];
  readonly superseded: readonly SupersededHit<New>[];
};

export type SupersededHit<New extends NewHit> = {
  readonly hit: StandingHit;
  readonly because: "crime-corrected" | "positions-late";
  /** The new hit on the same person, which takes its place. */
  readonly replacedBy: New | null;
};

/**
 * A hit on an older version of the crime never stands: whoever qualified it looked at another time or place. On the same version a
 * decided hit stands while the person is still found; a candidate, or a rejected hit, gives way when the evidence has changed.
 */
export function settleHits<New extends NewHit>(
  versionId: string,
  found: readonly New[],
  standing: readonly StandingHit[],
): SettledHits<New> {
  const foundOf = (personId: string) => found.find((one) => one.personId === personId) ?? null;
  const superseded = standing.flatMap((hit): readonly SupersededHit<New>[] => {
    const again = foundOf(hit.personId);
    if (hit.crimeVersionId !== versionId) {
      return [{ hit, because: "crime-corrected", replacedBy: again }];
    }
    const holds = again !== null && (hit.state === "qualified" || hit.digest === again.digest);
    return holds ? [] : [{ hit, because: "positions-late", replacedBy: again }];
  });
  const gone = new Set(superseded.map(({ hit }) => hit.hitId));
  const kept = new Set(standing.filter(({ hitId }) => !gone.has(hitId)).map(({ personId }) => personId));
  return { fresh: found.filter(({ personId }) => !kept.has(personId)), superseded };
}
