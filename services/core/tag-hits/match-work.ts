import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { EventPayloads } from "#schemas/generated/types.ts";
import type { Transaction } from "../../platform/database/database.ts";

/** Why a crime is compared with the positions. */
export type MatchCause = "crime" | "correction" | "late-positions";

/**
 * Has versions of crimes compared, in the transaction of what calls for it. One that waits already waits once; it is touched
 * all the same, so that nobody takes it before what was written here can be read.
 */
export async function queueMatch(
  tx: Transaction,
  versionIds: readonly string[],
  cause: MatchCause,
  now: Date,
): Promise<void> {
  await tx`
    insert into core.match_work (crime_version_id, cause, created_at)
    select id, ${cause}, ${now} from unnest(${[...versionIds]}::bigint[]) as asked (id)
    on conflict (crime_version_id) do update set cause = match_work.cause`;
}

/** Has the crimes compared anew that can have happened while somebody's positions, or what is known of them, changed. */
export async function queueMatchesWithin(tx: Transaction, span: { from: Date; to: Date }, now: Date): Promise<void> {
  const rows = await tx<{ crime_version_id: string }[]>`
    select crime_version_id from core.crime_place
    where to_at >= ${span.from} and from_at <= ${span.to} order by crime_version_id`;
  await queueMatch(
    tx,
    rows.map(({ crime_version_id: id }) => id),
    "late-positions",
    now,
  );
}

/** A tag that is said to have come off tells nothing of anybody after that, whatever was found by it before the hub knew. */
export async function queueMatchesAfterRemoval(tx: Transaction, event: AgencyEvent, now: Date): Promise<void> {
  if (event.type === "electronic-monitoring.tag.removed") {
    const { activatedTo } = event.data.additionalInformation as EventPayloads["electronic-monitoring.tag.removed"];
    await queueMatchesWithin(tx, { from: new Date(activatedTo), to: now }, now);
  }
}

export type MatchWork = { readonly workId: string; readonly crimeVersionId: string; readonly cause: MatchCause };

/** The oldest comparison that waits, locked for this transaction; null when there is none that nobody else is at. */
export async function takeWork(tx: Transaction, triesMax: number): Promise<MatchWork | null> {
  const [row] = await tx<{ work_id: string; crime_version_id: string; cause: MatchCause }[]>`
    delete from core.match_work where work_id = (
      select work_id from core.match_work where tries < ${triesMax} order by work_id limit 1 for update skip locked)
    returning work_id, crime_version_id, cause`;
  return row === undefined ? null : { workId: row.work_id, crimeVersionId: row.crime_version_id, cause: row.cause };
}
