import type { Transaction } from "../../platform/database/database.ts";
import type { RecordRules } from "../record/change-record.ts";
import { qualifiedMatch } from "./qualified-match.ts";
import type { ComparedCrime } from "./read-crime.ts";
import type { StandingHit } from "./read-standing-hits.ts";
import { tellRecord } from "./tell-record.ts";

type FallenAway = {
  readonly hit: StandingHit;
  readonly crime: ComparedCrime;
  readonly because: "crime-corrected" | "positions-late";
};

/** Takes a qualified hit that no longer holds out of the person's record, so that whoever was told of it is told of this. */
export async function tellFallenAway(
  tx: Transaction,
  { hit, crime, because }: FallenAway,
  rules: RecordRules,
  now: Date,
): Promise<void> {
  const [standing] = await tx<{ hit_id: string; reference: string; decided_at: Date; distance_m: number | null }[]>`
    select h.hit_id, c.reference, h.decided_at, (h.figures #>> '{nearest,distanceM}')::float8 as distance_m
    from core.tag_hit as h join core.crime_version as c using (crime_version_id)
    where h.person_id = ${hit.personId} and h.monitoring_agency_id = ${hit.monitoringAgencyId} and h.state = 'qualified'
      and h.superseded_at is null
    order by h.decided_at desc limit 1`;
  const payload = {
    matchId: hit.hitId,
    crimeReference: crime.reference,
    crimeVersion: hit.crimeVersion,
    because,
    ...(standing === undefined
      ? {}
      : {
          standing: qualifiedMatch({
            hitId: standing.hit_id,
            reference: standing.reference,
            at: standing.decided_at,
            distanceM: standing.distance_m,
          }),
        }),
  };
  const { monitoringAgencyId: agencyId, personId, hitId } = hit;
  await tellRecord(
    tx,
    { type: "electronic-monitoring.match.superseded", agencyId, personId, hitId, payload, now },
    rules,
  );
}
