import type { Transaction } from "../../platform/database/database.ts";
import { queueMatch } from "../tag-hits/match-work.ts";
import type { Crime } from "./crime.ts";
import { gridPlaceOf } from "./grid-place.ts";

type PlacedCrime = {
  readonly agencyId: string;
  readonly force: string;
  readonly reference: string;
  readonly versionId: string;
  readonly crime: Crime;
  /** An earlier version was held. */
  readonly isCorrection: boolean;
};

/** A point with this many crimes is where the force's system puts those whose place is not known: a station, its headquarters. */
const DEFAULT_POINT_CRIMES = 5;
/** How far from such a point a crime can have happened, as far as the hub knows. */
const DEFAULT_POINT_UNCERTAINTY_M = 500;

/** Keeps where and when the newest version can have happened, and has it compared with the positions. */
export async function placeCrime(tx: Transaction, placed: PlacedCrime, now: Date): Promise<void> {
  const { agencyId, force, reference, versionId, crime } = placed;
  const { eastingM, northingM, uncertaintyM } = gridPlaceOf(crime);
  const isDefault = await isDefaultPoint(tx, placed, eastingM, northingM);
  const uncertainty = isDefault ? Math.max(uncertaintyM, DEFAULT_POINT_UNCERTAINTY_M) : uncertaintyM;
  const notes = [...(crime.notes ?? []), ...(isDefault ? ["default-point"] : [])];
  await tx`
    insert into core.crime_place
      (agency_id, force, reference, crime_version_id, easting_m, northing_m, uncertainty_m, from_at, to_at, notes)
    values (${agencyId}, ${force}, ${reference}, ${versionId}, ${eastingM}, ${northingM}, ${uncertainty}, ${crime.from}, ${crime.to},
      ${notes})
    on conflict (agency_id, force, reference) do update set crime_version_id = excluded.crime_version_id,
      easting_m = excluded.easting_m, northing_m = excluded.northing_m, uncertainty_m = excluded.uncertainty_m,
      from_at = excluded.from_at, to_at = excluded.to_at, notes = excluded.notes`;
  await queueMatch(tx, [versionId], placed.isCorrection ? "correction" : "crime", now);
}

async function isDefaultPoint(
  tx: Transaction,
  { agencyId, reference }: PlacedCrime,
  eastingM: number,
  northingM: number,
): Promise<boolean> {
  const [row] = await tx<{ others: number }[]>`
    select count(*)::int as others from core.crime_place
    where agency_id = ${agencyId} and easting_m = ${eastingM} and northing_m = ${northingM} and reference <> ${reference}`;
  return (row?.others ?? 0) >= DEFAULT_POINT_CRIMES - 1;
}
