type Qualified = {
  readonly hitId: string;
  readonly reference: string;
  readonly at: Date;
  readonly distanceM: number | null;
};

/** A qualified hit as the record names it; the hit itself is read under its own id. */
export function qualifiedMatch({ hitId, reference, at, distanceM }: Qualified) {
  return {
    matchId: hitId,
    crimeReference: reference,
    qualifiedAt: at.toISOString(),
    ...(distanceM === null ? {} : { distanceM: Math.round(distanceM * 10) / 10 }),
  };
}
