import { createAgencyClient } from "#gateway/client/agency-client.ts";
import type { Update } from "#gateway/client/verify-update.ts";
import type { DemoAgenciesFile, DemoAgency } from "#services/demo/demo-agencies.ts";
import { closeDatabase, openDatabase } from "#services/platform/database/database.ts";

type Fields = Readonly<Record<string, unknown>>;

/** What a hub has come to, as two runs over the same feeds can be compared. */
export type Outcome = {
  /** Each person as the IOM team reads them, by name. */
  readonly records: Readonly<Record<string, Fields>>;
  /** Rows that the core keeps, by table: one too many is a row taken in twice. */
  readonly kept: Readonly<Record<string, number>>;
};

const AS_TEAM = { actor: "sgt-01", purpose: "iom-case-management" };

export async function outcomeOf(file: DemoAgenciesFile, ownerUrl: string, now?: () => Date): Promise<Outcome> {
  const { agency, client } = team(file, now);
  const records: Record<string, Fields> = {};
  for (const { name, personIds } of file.people) {
    const answer = await client.call("GET", `/v1/people/${personIds[agency.agencyId]}`, AS_TEAM);
    records[name] = ratedWhenever((answer.body as { readonly fields?: Fields }).fields ?? { status: answer.status });
  }
  return { records, kept: await countKept(ownerUrl) };
}

export type Replay = { readonly sequences: readonly number[]; readonly records: Readonly<Record<string, Fields>> };

/** All the updates the IOM team was ever sent, put together by a reader that starts with nothing. */
export async function replayUpdates(file: DemoAgenciesFile, now?: () => Date): Promise<Replay> {
  const { agency, client } = team(file, now);
  const { updates } = await client.pullAll(AS_TEAM);
  const names = new Map(file.people.map(({ name, personIds }) => [`/v1/people/${personIds[agency.agencyId]}`, name]));
  const records: Record<string, Record<string, unknown>> = {};
  for (const update of updates) {
    const name = names.get(update.subject ?? "");
    if (name !== undefined) records[name] = takeOver(records[name] ?? {}, update);
  }
  const rated = Object.entries(records).map(([name, fields]) => [name, ratedWhenever(fields)]);
  return { sequences: updates.map(({ sequence }) => Number(sequence)), records: Object.fromEntries(rated) };
}

/** When the hub itself rated somebody is no part of what it came to. */
function ratedWhenever(fields: Fields): Fields {
  const { "iom.ragReasons": reasons, ...others } = fields;
  return reasons === undefined ? fields : { ...others, "iom.ragReasons": { ...(reasons as object), asOf: "rated" } };
}

function takeOver(fields: Record<string, unknown>, { type, data }: Update): Record<string, unknown> {
  const { changed = {}, removed = [] } = data as { changed?: Fields; removed?: readonly string[] };
  const recalled = type.endsWith("recall") ? ((data["fields"] as readonly string[] | undefined) ?? []) : [];
  const gone: readonly string[] = [...removed, ...recalled];
  return Object.fromEntries(Object.entries({ ...fields, ...changed }).filter(([name]) => !gone.includes(name)));
}

function team(file: DemoAgenciesFile, now: () => Date = () => new Date()) {
  const agency = file.agencies.find(({ agencyId }) => agencyId === "iom-team") as DemoAgency;
  return { agency, client: createAgencyClient({ origin: file.origin, now, ...agency }) };
}

async function countKept(ownerUrl: string): Promise<Readonly<Record<string, number>>> {
  const sql = openDatabase({ url: ownerUrl, applicationName: "outcome", maxConnections: 1 });
  try {
    const rows = await sql<{ readonly what: string; readonly n: number }[]>`
      select 'event ' || outcome as what, count(*)::int as n from core.event group by outcome
      union all select 'crime', count(*)::int from core.crime_version
      union all select 'position', count(*)::int from core.tag_position
      union all select 'consent', count(*)::int from core.consent
      union all select 'set aside', count(*)::int from core.set_aside
      union all select 'waiting', count(*)::int from core.outbox
      union all select 'review ' || state, count(*)::int from core.link_review group by state
      union all select 'value', count(*)::int from core.record_value where current
      order by what`;
    return Object.fromEntries(rows.map(({ what, n }) => [what, n]));
  } finally {
    await closeDatabase(sql);
  }
}
