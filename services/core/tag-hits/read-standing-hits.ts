import type { Transaction } from "../../platform/database/database.ts";
import type { ComparedCrime } from "./read-crime.ts";

export type StandingHit = {
  readonly hitId: string;
  readonly personId: string;
  readonly crimeVersionId: string;
  readonly crimeVersion: number;
  readonly state: "candidate" | "qualified" | "rejected";
  readonly digest: string;
  readonly monitoringAgencyId: string;
};

/** Hits of this crime, of whichever version, that nothing has superseded yet; locked, so that nobody decides them meanwhile. */
export async function lockStandingHits(
  tx: Transaction,
  { agencyId, force, reference }: ComparedCrime,
): Promise<readonly StandingHit[]> {
  const rows = await tx<
    {
      hit_id: string;
      person_id: string;
      crime_version_id: string;
      version: number;
      state: StandingHit["state"];
      digest: string;
      monitoring_agency_id: string;
    }[]
  >`
    select h.hit_id, h.person_id, h.crime_version_id, c.version, h.state, h.digest, h.monitoring_agency_id
    from core.tag_hit as h join core.crime_version as c using (crime_version_id)
    where c.agency_id = ${agencyId} and c.force = ${force} and c.reference = ${reference} and h.superseded_at is null
    order by h.hit_id for update of h`;
  return rows.map((row) => ({
    hitId: row.hit_id,
    personId: row.person_id,
    crimeVersionId: row.crime_version_id,
    crimeVersion: row.version,
    state: row.state,
    digest: row.digest,
    monitoringAgencyId: row.monitoring_agency_id,
  }));
}
