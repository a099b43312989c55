import type { Sql, Transaction } from "../../platform/database/database.ts";
import type { Crime } from "../crimes/crime.ts";
import type { CrimePlace } from "./matching/crime-window.ts";

/** The newest version of a crime, as it is compared with positions. */
export type ComparedCrime = {
  readonly versionId: string;
  readonly agencyId: string;
  readonly force: string;
  readonly reference: string;
  readonly version: number;
  readonly crime: Crime;
  readonly place: CrimePlace;
};

type CrimeRow = {
  readonly crime_version_id: string;
  readonly agency_id: string;
  readonly force: string;
  readonly reference: string;
  readonly version: number;
  readonly crime: Crime;
  readonly easting_m: number;
  readonly northing_m: number;
  readonly uncertainty_m: number;
  readonly from_at: Date;
  readonly to_at: Date;
};

/** Null for a version that a later one has overtaken. */
export async function readNewest(tx: Transaction, versionId: string): Promise<ComparedCrime | null> {
  const [row] = await tx<CrimeRow[]>`
    select p.*, c.version, c.crime from core.crime_place as p join core.crime_version as c using (crime_version_id)
    where p.crime_version_id = ${versionId}`;
  return row === undefined ? null : comparedCrime(row);
}

/** The crimes with that reference, of whichever force. */
export async function readByReference(sql: Sql | Transaction, reference: string): Promise<readonly ComparedCrime[]> {
  const rows = await sql<CrimeRow[]>`
    select p.*, c.version, c.crime from core.crime_place as p join core.crime_version as c using (crime_version_id)
    where p.reference = ${reference} order by p.agency_id, p.force`;
  return rows.map(comparedCrime);
}

function comparedCrime(row: CrimeRow): ComparedCrime {
  return {
    versionId: row.crime_version_id,
    agencyId: row.agency_id,
    force: row.force,
    reference: row.reference,
    version: row.version,
    crime: row.crime,
    place: {
      eastingCm: Math.round(row.easting_m * 100),
      northingCm: Math.round(row.northing_m * 100),
      uncertaintyM: row.uncertainty_m,
      from: Math.floor(row.from_at.getTime() / 1000),
      to: Math.floor(row.to_at.getTime() / 1000),
    },
  };
}
