import { isDeepStrictEqual } from "node:util";
import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { memberText } from "../facts/members.ts";

type Crime = Readonly<Record<string, unknown>>;

type CrimeVersion = { readonly version: number; readonly crime: Crime };

/** Keeps each crime of a batch as a new version when it differs from the newest one held (handbook 4.1). */
export async function storeCrimes(tx: Transaction, event: AgencyEvent, now: Date): Promise<void> {
  const { crimes, batchId } = event.data.additionalInformation;
  for (const crime of Array.isArray(crimes) ? crimes : []) {
    await storeCrime(tx, crime, { event, batchId: String(batchId), now });
  }
}

async function storeCrime(
  tx: Transaction,
  crime: Crime,
  { event, batchId, now }: { readonly event: AgencyEvent; readonly batchId: string; readonly now: Date },
): Promise<void> {
  const force = memberText(crime, "policeForce") ?? event.agencyid;
  const reference = memberText(crime, "crimeReference");
  if (reference === null) {
    return;
  }
  const [held] = await tx<CrimeVersion[]>`
    select version, crime from core.crime_version where force = ${force} and reference = ${reference}
    order by version desc limit 1`;
  const changed = changedFields(held?.crime ?? null, crime);
  if (changed.length === 0) {
    return;
  }
  await tx`
    insert into core.crime_version (force, reference, version, agency_id, batch_id, crime, changed_fields, event_id, received_at)
    values (${force}, ${reference}, ${(held?.version ?? 0) + 1}, ${event.agencyid}, ${batchId},
      ${JSON.stringify(crime)}::text::jsonb, ${[...changed]}, ${event.id}, ${now})`;
}

/** Names of the members that differ; of a crime not held before, all of them. The batch it came in is no change. */
export function changedFields(before: Crime | null, after: Crime): readonly string[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after)]);
  names.delete("batchId");
  return [...names].filter((name) => !isDeepStrictEqual(before?.[name], after[name])).sort();
}
