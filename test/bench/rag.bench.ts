import { evidenceFrom } from "#services/core/rag/evidence-from.ts";
import { rateDue } from "#services/core/rag/follow-ratings.ts";
import { ragSettingsOf } from "#services/core/rag/rag-settings.ts";
import { ratePersonBy } from "#services/core/rag/rate-person.ts";
import { reconsiderAt, suggestRag } from "#services/core/rag/suggest-rag.ts";
import { digestOf } from "#services/core/rag/suggestion-store.ts";
import { changesOf } from "#services/core/record/apply-event.ts";
import { appendEntry } from "#services/ledger/append-entry.ts";
import { closeDatabase, openDatabase, type Sql } from "#services/platform/database/database.ts";
import { createLogger } from "#services/platform/log/logger.ts";
import { TEST_SCHEME } from "../made-up-events.ts";
import { startTestServers } from "../servers.ts";
import type { Benchmark } from "./figure.ts";
import { type DrawnPerson, drawnFrom, drawPerson } from "./rag-people.ts";

const PEOPLE = 100_000;
const BATCH = 500;
const SETTINGS = ragSettingsOf(TEST_SCHEME);
/** Rated on the evening of one day, and again just after the midnight that follows. */
const EVENING = new Date("2026-11-20T20:00:00Z");
const MIDNIGHT = new Date("2026-11-21T00:00:05Z");
const ADULT = {
  facts: {
    "age-group": { steps: [{ from: null, value: "adult" }], suppliedBy: "calendar" },
    "transition-stage": { steps: [{ from: null, value: "t3" }], suppliedBy: "calendar" },
  },
};

/**
 * Everybody on a scheme of 100,000 rated again at a London midnight, out of the events that are stored; and the engine alone. What
 * has changed by the midnight is written as it is in the hub: under the record's lock, with the ledger.
 */
export const benchmark: Benchmark = async (print) => {
  await using servers = await startTestServers({ migrations: ["ledger", "core"] });
  const owner = openDatabase({ url: servers.ownerUrl, applicationName: "bench", maxConnections: 1 });
  const core = openDatabase({ url: servers.databaseUrlFor("hub_core"), applicationName: "bench", maxConnections: 4 });
  try {
    const engineMs = await seed(owner);
    const rules = {
      scheme: TEST_SCHEME,
      changesOf,
      appendEntry,
      ratePerson: ratePersonBy({ scheme: TEST_SCHEME, settings: SETTINGS, appendEntry }),
    };
    const log = createLogger({ part: "bench", level: "error" });
    const deps = {
      sql: core,
      scheme: TEST_SCHEME,
      rules,
      settings: SETTINGS,
      clock: { now: () => MIDNIGHT },
      log,
      onCommitted: () => undefined,
    };
    const [before, cpuBefore] = [performance.now(), process.cpuUsage()];
    const rated = await rateDue(deps);
    const seconds = (performance.now() - before) / 1_000;
    const { user, system } = process.cpuUsage(cpuBefore);
    const [row] = await owner<
      { changed: string }[]
    >`select count(*) as changed from core.rag_suggestion where at = ${MIDNIGHT}`;
    const changed = Number(row?.changed);
    if (rated !== PEOPLE || changed === 0 || changed > PEOPLE / 2) {
      throw new Error(`${rated} people were looked at and ${changed} suggestions changed`);
    }
    const lower = { better: "lower", n: PEOPLE } as const;
    print({
      figure: "100,000 people rated again at midnight, from stored events",
      value: round(seconds),
      unit: "s",
      ...lower,
    });
    print({ figure: "node CPU of it", value: round((user + system) / 1_000_000), unit: "s", ...lower });
    print({ figure: "suggestions that changed and were written", value: changed, unit: "people", ...lower });
    print({
      figure: "the engine alone, events in memory to suggestion (CPU)",
      value: round((engineMs * 1_000) / PEOPLE),
      unit: "us",
      ...lower,
    });
  } finally {
    await closeDatabase(core);
    await closeDatabase(owner);
  }
};

/** Everybody as they stood on the evening, with what was suggested then; gives what the engine took for all of them. */
async function seed(owner: Sql): Promise<number> {
  const draw = drawnFrom(20_261_121);
  let engineMs = 0;
  for (let done = 0; done < PEOPLE; done += BATCH) {
    const people = Array.from({ length: BATCH }, () => drawPerson(draw, EVENING));
    const before = process.cpuUsage();
    const suggested = people.map(({ personId, events }) => ({ personId, ...suggestionOf(events) }));
    const { user, system } = process.cpuUsage(before);
    engineMs += (user + system) / 1_000;
    await store(owner, people, suggested);
  }
  await owner`analyze`;
  return engineMs;
}

function suggestionOf(events: DrawnPerson["events"]) {
  const evidence = evidenceFrom(events);
  const { colour, engineVersion, ...suggestion } = suggestRag(evidence, SETTINGS, EVENING);
  return {
    colour,
    engineVersion,
    suggestion,
    digest: digestOf({ colour, engineVersion, ...suggestion }),
    next: reconsiderAt(evidence, SETTINGS, EVENING),
  };
}

async function store(owner: Sql, people: readonly DrawnPerson[], suggested: readonly object[]): Promise<void> {
  const events = people.flatMap(({ personId, events: said }) => said.map((event) => ({ personId, event })));
  await owner.begin(async (tx) => {
    await tx`
      insert into core.person (person_id, created_at, document)
      select person_id, ${EVENING}, ${JSON.stringify(ADULT)}::text::jsonb from unnest(${people.map(({ personId }) => personId)}::uuid[]) as person_id`;
    await tx`
      insert into core.event (agency_id, event_id, type, time, outcome, source, seq, person_id, body, received_at, turn)
      select e.event ->> 'agencyid', e.event ->> 'id', e.event ->> 'type', (e.event ->> 'time')::timestamptz, 'applied', 'bench', 1,
        e."personId", e.event, ${EVENING}, nextval('core.event_turn')
      from jsonb_to_recordset(${JSON.stringify(events)}::text::jsonb) as e("personId" uuid, event jsonb)`;
    await tx`
      insert into core.record_value (person_id, field, originator, kind, value, as_of, recorded_time, event_id, current)
      select e.person_id, v.field, e.agency_id, 'value', to_jsonb(v.value), e.time, e.time, e.event_id, true
      from core.event e,
        (values ('iom.cohort', 'fixed'), ('iom.lifecycleState', 'active'), ('iom.registeredOn', '2026-06-01'), ('iom.ragStatus', 'amber'),
          ('identity.dateOfBirth', '1989-04-12')) as v(field, value)
      where e.type = 'iom-team.registration.imported'
        and e.person_id = any(${people.map(({ personId }) => personId)}::uuid[])`;
    const rows = JSON.stringify(suggested);
    await tx`
      insert into core.rag_suggestion (person_id, at, colour, suggestion, engine_version, digest, up_to_turn)
      select s."personId", ${EVENING}, s.colour, s.suggestion, s."engineVersion", s.digest, 0
      from jsonb_to_recordset(${rows}::text::jsonb) as s("personId" uuid, colour text, suggestion jsonb, "engineVersion" text, digest text)`;
    await tx`
      insert into core.rag_watch (person_id, reconsider_at, rated)
      select s."personId", s.next, true from jsonb_to_recordset(${rows}::text::jsonb) as s("personId" uuid, next timestamptz)`;
  });
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
