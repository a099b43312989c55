import type { Sql } from "#services/platform/database/database.ts";
import type { RowErrorCode } from "../connector.ts";

export type NotedReading = {
  readonly feed: string | null;
  readonly file: string;
  readonly sha256: string;
  readonly source: string;
  readonly rows: number;
  readonly accepted: number;
  readonly warnings: number;
  readonly errors: number;
  readonly events: number;
  readonly introduced: number;
  readonly startedAt: Date;
  readonly finishedAt: Date;
};

export type NotedRow = {
  readonly line: number | null;
  readonly code: RowErrorCode;
  readonly kind: "error" | "warning";
};

/** What one agency's connector remembers between files and starts; holds no content of any row. */
export type FeedLog = {
  /** Events that the bus has stored as this source's. */
  readonly noteStored: (eventIds: readonly string[], source: string) => Promise<void>;
  /** Events that the bus had already; resolves to how many of them it has from this very source. */
  readonly noteRepeated: (eventIds: readonly string[], source: string) => Promise<number>;
  readonly noteReading: (reading: NotedReading, rows: readonly NotedRow[]) => Promise<void>;
  /** Files whose latest reading introduced references, in the order of reading. */
  readonly introducingFiles: () => Promise<readonly { readonly file: string; readonly sha256: string }[]>;
  /** How many events of each source the core has at least to come to count. */
  readonly publishedBySource: () => Promise<ReadonlyMap<string, number>>;
};

export function createFeedLog(sql: Sql, agencyId: string): FeedLog {
  return {
    noteStored: async (eventIds, source) => {
      if (eventIds.length > 0) {
        await sql`
          insert into connectors.published_event (agency_id, event_id, source)
          select ${agencyId}, event_id, ${source} from unnest(${[...eventIds]}::text[]) as stored (event_id)
          on conflict (agency_id, event_id) do update set source = excluded.source`;
      }
    },
    noteRepeated: (eventIds, source) =>
      eventIds.length === 0 ? Promise.resolve(0) : noteRepeated(sql, agencyId, eventIds, source),
    noteReading: (reading, rows) => noteReading(sql, agencyId, reading, rows),
    introducingFiles: async () => sql<{ file: string; sha256: string }[]>`
      select file, sha256 from (
        select distinct on (file) file, sha256, introduced, reading_id from connectors.feed_reading
        where agency_id = ${agencyId} order by file, reading_id desc
      ) latest where introduced > 0 order by reading_id`,
    publishedBySource: async () => {
      const rows = await sql<{ source: string; events: number }[]>`
        select source, greatest(r.events, s.events) as events from (
          select distinct on (source) source, events from connectors.feed_reading
          where agency_id = ${agencyId} order by source, reading_id desc
        ) r left join (
          -- A file may come back under another name and say anew what it said: that is one source, of more events.
          select source, count(*)::int as events from connectors.published_event
          where agency_id = ${agencyId} group by source
        ) s using (source)`;
      return new Map(rows.map((row) => [row.source, row.events]));
    },
  };
}

/** An event nobody noted was stored by a reading that was cut off before it could: most likely of this file. */
async function noteRepeated(sql: Sql, agencyId: string, eventIds: readonly string[], source: string): Promise<number> {
  await sql`
    insert into connectors.published_event (agency_id, event_id, source)
    select ${agencyId}, event_id, ${source} from unnest(${[...eventIds]}::text[]) as repeated (event_id)
    on conflict do nothing`;
  const [own] = await sql<{ events: number }[]>`
    select count(*)::int as events from connectors.published_event
    where agency_id = ${agencyId} and event_id = any(${[...eventIds]}) and source = ${source}`;
  return own?.events ?? 0;
}

async function noteReading(
  sql: Sql,
  agencyId: string,
  reading: NotedReading,
  rows: readonly NotedRow[],
): Promise<void> {
  await sql.begin(async (tx) => {
    const [noted] = await tx<{ reading_id: string }[]>`
      insert into connectors.feed_reading
        (agency_id, feed, file, sha256, source, rows, accepted, warnings, errors, events, introduced, started_at, finished_at)
      values (${agencyId}, ${reading.feed}, ${reading.file}, ${reading.sha256}, ${reading.source}, ${reading.rows},
        ${reading.accepted}, ${reading.warnings}, ${reading.errors}, ${reading.events}, ${reading.introduced},
        ${reading.startedAt}, ${reading.finishedAt})
      returning reading_id`;
    const readingId = noted?.reading_id ?? null;
    await tx`
      insert into connectors.rejected_row (reading_id, line, code, kind)
      select ${readingId}, line, code, kind
      from unnest(${rows.map((row) => row.line)}::int[], ${rows.map((row) => row.code)}::text[],
        ${rows.map((row) => row.kind)}::text[]) as noted (line, code, kind)`;
  });
}
