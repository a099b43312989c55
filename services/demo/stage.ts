import { type AgencyClient, createAgencyClient } from "#gateway/client/agency-client.ts";
import { internalId, pairwiseId } from "#gateway/people/pairwise-ids.ts";
import { closeDatabase, openDatabase, type Sql } from "#services/platform/database/database.ts";
import type { RunningHub } from "../start-hub.ts";
import type { DemoAgency } from "./demo-agencies.ts";
import { enrolAgencies } from "./enrol-agencies.ts";
import type { CommittedEvents } from "./load-samples.ts";

const REQUEST_TIMEOUT_MS = 10_000;

/** What the scenes of the demonstration share: the running hub, seen from outside except for its progress. */
export type Stage = {
  readonly hub: RunningHub;
  readonly sql: Sql;
  readonly say: (line: string) => void;
  readonly agencies: readonly DemoAgency[];
  readonly committed: CommittedEvents;
  readonly clientFor: (agency: DemoAgency) => AgencyClient;
  /** Where each agency's own system has read its updates up to. */
  readonly cursors: Map<string, string>;
};

/** Enrols the made-up agencies and opens what the scenes need; used by tests without playing anything. */
export async function setStage(hub: RunningHub, say: (line: string) => void): Promise<Stage> {
  const sql = openDatabase({
    url: hub.databaseUrlFor("hub_gateway"),
    applicationName: "demonstration",
    maxConnections: 2,
  });
  const bus = await hub.connectBusAs("connectors");
  const { clock, scheme, dataDirectory, origin } = hub;
  const agencies = await enrolAgencies({ sql, clock, scheme, dataDirectory });
  return {
    hub,
    sql,
    say,
    agencies,
    cursors: new Map(),
    committed: async (agencyId, source) => {
      const question = JSON.stringify({ agencyId, source });
      const reply = await bus.request("core.source-position.read", question, { timeout: REQUEST_TIMEOUT_MS });
      return reply.json<{ readonly position: number }>().position;
    },
    clientFor: ({ keyid, privateJwk }) => createAgencyClient({ origin, keyid, privateJwk, now: () => clock.now() }),
  };
}

export async function closeStage(stage: Stage): Promise<void> {
  await closeDatabase(stage.sql);
}

/** Field names only: what the hub holds of a person, for saying how much of it an agency was not given. */
export function heldFieldsOf(sql: Sql): (agencyId: string, pairwise: string) => Promise<readonly string[]> {
  return async (agencyId, pairwise) => {
    const personId = await internalId(sql, agencyId, pairwise);
    const rows = await sql<{ readonly field: string }[]>`
      select field from jsonb_object_keys(published.read_person(${personId})->'values') as field order by field`;
    return rows.map(({ field }) => field);
  };
}

export async function pairwiseIdsOf(stage: Stage, personId: string): Promise<Readonly<Record<string, string>>> {
  const entries = await Promise.all(
    stage.agencies.map(async ({ agencyId }) => [agencyId, await pairwiseId(stage.sql, agencyId, personId)] as const),
  );
  return Object.fromEntries(entries);
}
