import { isDeepStrictEqual } from "node:util";
import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { Transaction } from "../../platform/database/database.ts";
import type { Crime, CrimeBatch } from "./crime.ts";
import { placeCrime } from "./place-crime.ts";

/** What says where and when a crime can have happened: when one of them changes, it has to be compared anew. */
const PLACE_AND_TIME = ["from", "to", "easting", "northing", "latitude", "longitude", "datum", "locationUncertaintyM"];

/** Keeps each crime of a batch as a new version when it differs from the newest one held (handbook 4.1). */
export async function storeCrimes(tx: Transaction, event: AgencyEvent<CrimeBatch>, now: Date): Promise<void> {
  for (const crime of event.data.additionalInformation.crimes) {
    await storeCrime(tx, crime, event, now);
  }
}

/** A crime is the agency's own: the same reference of another agency is another crime. */
async function storeCrime(tx: Transaction, crime: Crime, event: AgencyEvent<CrimeBatch>, now: Date): Promise<void> {
  const { policeForce, batchId } = event.data.additionalInformation;
  // Two batches with one crime are taken one after the other.
  await tx`select pg_advisory_xact_lock(hashtextextended(${`${event.agencyid} ${policeForce} ${crime.crimeReference}`}, 0))`;
  const [held] = await tx<{ version: number; crime: Crime }[]>`
    select version, crime from core.crime_version
    where agency_id = ${event.agencyid} and force = ${policeForce} and reference = ${crime.crimeReference}
    order by version desc limit 1`;
  const changed = changedFields(held?.crime ?? null, crime);
  if (changed.length === 0) {
    return;
  }
  const [stored] = await tx<{ crime_version_id: string }[]>`
    insert into core.crime_version (force, reference, version, agency_id, batch_id, crime, changed_fields, event_id, received_at)
    values (${policeForce}, ${crime.crimeReference}, ${(held?.version ?? 0) + 1}, ${event.agencyid}, ${batchId},
      ${JSON.stringify(crime)}::text::jsonb, ${[...changed]}, ${event.id}, ${now})
    returning crime_version_id`;
  if (changed.some((name) => PLACE_AND_TIME.includes(name))) {
    const key = { agencyId: event.agencyid, force: policeForce, reference: crime.crimeReference };
    const versionId = stored?.crime_version_id ?? "";
    await placeCrime(tx, { ...key, versionId, crime, isCorrection: held !== undefined }, now);
  }
}

/** Names of the members that differ; of a crime not held before, all of them. */
export function changedFields(before: object | null, after: object): readonly string[] {
  const [was, is] = [
    new Map<string, unknown>(Object.entries(before ?? {})),
    new Map<string, unknown>(Object.entries(after)),
  ];
  const names = new Set([...was.keys(), ...is.keys()]);
  return [...names].filter((name) => !isDeepStrictEqual(was.get(name), is.get(name))).sort();
}
