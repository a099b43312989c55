import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { Sql } from "#services/platform/database/database.ts";
import { returnedEventId } from "./feed-context.ts";
import { chooseStatement, previousEdition, type StatementSpan } from "./statement.ts";

/** A file as it came once: read again, it says the same, as of the instant at which it was first read. */
export type Edition = { readonly edition: number; readonly begunAt: Date };

/** Which files of an agency said what, and in which order, so that what it said last can be told from a repetition. */
export type Editions = {
  /** False while a reading of it was cut off, or of other content that came under this name since. */
  readonly isSettled: (file: string, sha256: string) => Promise<boolean>;
  /** The same edition for as long as the name keeps its content. */
  readonly begin: (file: string, sha256: string, now: Date) => Promise<Edition>;
  readonly finish: (edition: Edition) => Promise<void>;
  /**
   * Gives events that come back to what their record's last edition no longer said an id of their own, without which
   * they would pass for repetitions. Noted before anything is published, so that a reading after a crash gives the same.
   */
  readonly tellReturns: (edition: Edition, events: readonly AgencyEvent[]) => Promise<readonly AgencyEvent[]>;
};

type EditionRow = Edition & { readonly sha256: string; readonly finished: boolean };

export function createEditions(sql: Sql, agencyId: string): Editions {
  const latestOf = async (file: string): Promise<EditionRow | undefined> => {
    const [row] = await sql<EditionRow[]>`
      select edition, begun_at as "begunAt", sha256, finished from connectors.edition
      where agency_id = ${agencyId} and file = ${file} order by edition desc limit 1`;
    return row;
  };
  return {
    isSettled: async (file, sha256) => {
      const latest = await latestOf(file);
      return latest === undefined || (latest.sha256 === sha256 && latest.finished);
    },
    begin: async (file, sha256, now) => {
      const latest = await latestOf(file);
      return latest?.sha256 === sha256 ? latest : insertEdition(sql, agencyId, { file, sha256, now });
    },
    finish: async ({ edition }) => {
      await sql`update connectors.edition set finished = true where edition = ${edition}`;
    },
    tellReturns: async (edition, events) =>
      events.length === 0 ? events : tellReturns(sql, agencyId, edition, events),
  };
}

async function insertEdition(
  sql: Sql,
  agencyId: string,
  { file, sha256, now }: { readonly file: string; readonly sha256: string; readonly now: Date },
): Promise<Edition> {
  const [begun] = await sql<Edition[]>`
    insert into connectors.edition (agency_id, file, sha256, begun_at)
    values (${agencyId}, ${file}, ${sha256}, ${now}) returning edition, begun_at as "begunAt"`;
  if (begun === undefined) {
    throw new Error("an edition that was inserted was not returned");
  }
  return begun;
}

type Said = {
  readonly contentId: string;
  readonly recordDigest: string;
  readonly own: readonly StatementSpan[];
  readonly ofRecord: readonly StatementSpan[];
};

async function tellReturns(
  sql: Sql,
  agencyId: string,
  { edition }: Edition,
  events: readonly AgencyEvent[],
): Promise<readonly AgencyEvent[]> {
  const returns = new Map<string, number>();
  const made = (await findSpans(sql, agencyId, edition, events)).map(({ contentId, recordDigest, own, ofRecord }) => {
    const span = chooseStatement(edition, previousEdition(edition, ofRecord), own);
    returns.set(contentId, span.returned);
    return { contentId, recordDigest, ...span };
  });
  await sql`
    insert into connectors.statement
      (agency_id, content_id, returned, record_digest, first_edition, last_edition, earlier_edition)
    select ${agencyId}, "contentId", returned, "recordDigest", first, last, earlier
    from jsonb_to_recordset(${JSON.stringify(made)}::text::jsonb)
      as m("contentId" text, "recordDigest" text, returned int, first int, last int, earlier int)
    on conflict (agency_id, content_id, returned) do update
      set last_edition = excluded.last_edition, earlier_edition = excluded.earlier_edition`;
  return events.map((event) => ({ ...event, id: returnedEventId(event.id, returns.get(event.id) ?? 0) }));
}

/**
 * What was said before of the same content and of the same records. A record is dated by its files, so it gathers a
 * statement a day: of those that no longer stand, the latest tells as much as all.
 */
function findSpans(
  sql: Sql,
  agencyId: string,
  edition: number,
  events: readonly AgencyEvent[],
): Promise<readonly Said[]> {
  const said = [
    ...new Map(events.map(({ id, source, data }) => [id, { id, source, ref: data.sourceRecordRef }])).values(),
  ];
  const spans = sql`jsonb_build_object('returned', returned, 'first', first_edition, 'last', last_edition,
    'earlier', earlier_edition)`;
  return sql<Said[]>`
    with said as materialized (
      select id as "contentId", connectors.record_digest(source, ref) as "recordDigest"
      from jsonb_to_recordset(${JSON.stringify(said)}::text::jsonb) as s(id text, source text, ref text))
    select said.*,
      (select coalesce(jsonb_agg(${spans}), '[]') from connectors.statement
        where agency_id = ${agencyId} and content_id = "contentId") as own,
      (select coalesce(jsonb_agg(${spans}), '[]') from connectors.statement s
        where agency_id = ${agencyId} and record_digest = "recordDigest" and (last_edition >= ${edition}
          or last_edition = (select max(last_edition) from connectors.statement
            where agency_id = ${agencyId} and record_digest = "recordDigest" and last_edition < ${edition}))) as "ofRecord"
    from said`;
}
