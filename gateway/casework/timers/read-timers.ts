import type { PublishedTimer } from "#schemas/published-timer.ts";
import type { Sql, Transaction } from "#services/platform/database/database.ts";
import { NOBODY } from "../../people/pairwise-ids.ts";

export type TimersRead = { readonly version: number; readonly timers: readonly PublishedTimer[] };

/** What the core worked out from a version of somebody's record. Of nobody as well, so that a person unknown costs the same look-up. */
export async function readTimers(sql: Sql | Transaction, personId: string | null): Promise<TimersRead> {
  const [row] = await sql<{ version: string; timers: readonly PublishedTimer[] }[]>`
    select version, timers from published.person_timers where person_id = ${personId ?? NOBODY}::uuid`;
  return { version: Number(row?.version ?? 0), timers: row?.timers ?? [] };
}

/** The same of many people. */
export async function readTimersOf(
  sql: Sql | Transaction,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, TimersRead>> {
  const rows = await sql<{ person_id: string; version: string; timers: readonly PublishedTimer[] }[]>`
    select person_id, version, timers from published.person_timers where person_id = any(${[...personIds]}::uuid[])`;
  return new Map(rows.map(({ person_id, version, timers }) => [person_id, { version: Number(version), timers }]));
}
