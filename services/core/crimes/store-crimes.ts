import { isDeepStrictEqual } from "node:util";
import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { EventPayloads } from "#schemas/generated/types.ts";
import type { Transaction } from "../../platform/database/database.ts";

export type CrimeBatch = EventPayloads["police.crime-batch.received"];
type Crime = CrimeBatch["crimes"][number];

/** Keeps each crime of a batch as a new version when it differs from the newest one held (handbook 4.1). */
export async function storeCrimes(tx: Transaction, event: AgencyEvent<CrimeBatch>, now: Date): Promise<void> {
  for (const crime of event.data.additionalInformation.crimes) {
    await storeCrime(tx, crime, event, now);
  }
}

async function storeCrime(tx: Transaction, crime: Crime, event: AgencyEvent<CrimeBatch>, now: Date): Promise<void> {
  const { policeForce, batchId } = event.data.additionalInformation;
  const [held] = await tx<{ version: number; crime: Crime }[]>`
    select version, crime from core.crime_version
    where force = ${policeForce} and reference = ${crime.crimeReference}
    order by version desc limit 1`;
  const changed = changedFields(held?.crime ?? null, crime);
  if (changed.length === 0) {
    return;
  }
  await tx`
    insert into core.crime_version (force, reference, version, agency_id, batch_id, crime, changed_fields, event_id, received_at)
    values (${policeForce}, ${crime.crimeReference}, ${(held?.version ?? 0) + 1}, ${event.agencyid}, ${batchId},
      ${JSON.stringify(crime)}::text::jsonb, ${[...changed]}, ${event.id}, ${now})`;
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
