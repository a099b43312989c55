import { createHash } from "node:crypto";
import type { Scheme } from "#schemas/scheme.ts";
import type { Sql } from "../../platform/database/database.ts";
import type { Clock } from "../../platform/environment/clock.ts";
import type { Logger } from "../../platform/log/logger.ts";
import { changeRecord, type RecordRules } from "../record/change-record.ts";
import { pause } from "../stream/follow-feed.ts";
import { faultCode } from "../stream/transient-faults.ts";
import { isManaged, isOldEnough } from "./is-rated.ts";
import { type RagSettings, teamOf } from "./rag-settings.ts";
import { isSame } from "./rate-person.ts";
import { readEvidence, type StoredEvidence } from "./read-evidence.ts";
import { RAG_ENGINE_VERSION, reconsiderAt, suggestRag } from "./suggest-rag.ts";
import { latestSuggestions, type StoredSuggestion } from "./suggestion-store.ts";

export type RatingDeps = {
  readonly sql: Sql;
  readonly scheme: Scheme;
  readonly rules: RecordRules;
  readonly settings: RagSettings;
  readonly clock: Clock;
  readonly log: Logger;
  readonly onCommitted: () => void;
};

/** The clock may be a test's, so it is asked often. */
const LOOK_EVERY_MS = 1_000;
const BATCH_MAX = 500;
const RETRY_MS = 60_000;

/**
 * Rates people anew when time alone may change what is suggested: at each London midnight, when a consent begins or ends, when
 * a tag hit has waited too long. When each is due is a row, so nothing is lost over a restart, and doing it twice changes nothing.
 */
export async function followRatings(deps: RatingDeps): Promise<AsyncDisposable> {
  await makeEverybodyDue(deps);
  const stop = new AbortController();
  const running = (async () => {
    while (!stop.signal.aborted) {
      await tryDue(deps, stop.signal);
      await pause(LOOK_EVERY_MS, stop.signal);
    }
  })();
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await running;
    },
  };
}

async function tryDue(deps: RatingDeps, stop: AbortSignal): Promise<void> {
  try {
    await rateDue(deps, stop);
  } catch (error) {
    deps.log.warn({ code: faultCode(error) }, "people who are due were not rated");
  }
}

/** Rates everybody who is due, and says how many were looked at. */
async function rateDue(deps: RatingDeps, stop?: AbortSignal): Promise<number> {
  let rated = 0;
  while (stop?.aborted !== true) {
    const now = deps.clock.now();
    const due = await deps.sql<Due[]>`
      select person_id, reconsider_at from core.rag_watch where reconsider_at <= ${now}
      order by reconsider_at, person_id limit ${BATCH_MAX}`;
    if (due.length === 0) {
      break;
    }
    await rateBatch(deps, due, now);
    rated += due.length;
  }
  return rated;
}

type Due = { readonly person_id: string; readonly reconsider_at: Date };

/** Whoever is suggested the same as before is only put off; the others are rated under the lock of their record. */
async function rateBatch(deps: RatingDeps, due: readonly Due[], now: Date): Promise<void> {
  const personIds = due.map(({ person_id }) => person_id);
  const [stored, latest] = await Promise.all([
    readEvidence(deps.sql, personIds),
    latestSuggestions(deps.sql, personIds),
  ]);
  const unchanged = stored.filter((one) => isUnchanged(one, latest.get(one.personId), deps.settings, now));
  await putOff(deps, due, unchanged, now);
  const same = new Set(unchanged.map(({ personId }) => personId));
  const changed = personIds.filter((personId) => !same.has(personId));
  for (const personId of changed) {
    await rateOrPutOff(deps, personId, now);
  }
  if (changed.length > 0) {
    deps.onCommitted();
  }
}

function isUnchanged(
  stored: StoredEvidence,
  latest: StoredSuggestion | undefined,
  settings: RagSettings,
  now: Date,
): boolean {
  if (!isManaged(stored)) {
    return false;
  }
  return isOldEnough(stored, now)
    ? latest !== undefined && isSame(latest, suggestRag(stored.evidence, settings, now))
    : latest === undefined;
}

/** Only where nobody rated the person meanwhile, who would have seen more. */
async function putOff(
  { sql, settings }: RatingDeps,
  due: readonly Due[],
  unchanged: readonly StoredEvidence[],
  now: Date,
): Promise<void> {
  const was = new Map(due.map(({ person_id, reconsider_at }) => [person_id, reconsider_at.toISOString()]));
  const rows = unchanged.map(({ personId, evidence }) => ({
    personId,
    was: was.get(personId),
    next: reconsiderAt(evidence, settings, now).toISOString(),
  }));
  await sql`
    update core.rag_watch w set reconsider_at = r.next
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r("personId" uuid, was timestamptz, next timestamptz)
    where w.person_id = r."personId" and date_trunc('milliseconds', w.reconsider_at) = r.was`;
}

/** Somebody who cannot be rated is told of and tried again later, so that the others do not wait for them. */
async function rateOrPutOff(deps: RatingDeps, personId: string, now: Date): Promise<void> {
  try {
    await rateAnew(deps, personId, now);
  } catch (error) {
    deps.log.error({ code: faultCode(error) }, "a person was not rated");
    const later = new Date(now.getTime() + RETRY_MS);
    await deps.sql`update core.rag_watch set reconsider_at = ${later} where person_id = ${personId}`;
  }
}

async function rateAnew({ sql, rules, settings }: RatingDeps, personId: string, now: Date): Promise<void> {
  const agencyId = teamOf(settings);
  if (agencyId === null) {
    await sql`delete from core.rag_watch where person_id = ${personId}`;
    return;
  }
  const speaker = { agencyId, agencyType: "iom-team", recordKey: "", now } as const;
  await sql.begin((tx) => changeRecord(tx, { personId, events: [], speaker }, rules));
}

/** Under other rules, other settings or for the first time: everybody, at once. */
async function makeEverybodyDue({ sql, settings, clock }: RatingDeps): Promise<void> {
  const digest = createHash("sha256").update(JSON.stringify(settings)).digest("hex");
  const version = `${RAG_ENGINE_VERSION} ${digest}`;
  await sql.begin(async (tx) => {
    const [known] = await tx<{ version: string }[]>`select version from core.rag_engine`;
    if (known?.version === version) {
      return;
    }
    await tx`
      insert into core.rag_watch (person_id, reconsider_at, rated)
      select person_id, ${clock.now()}::timestamptz, false from core.person where state = 'active'
      on conflict (person_id) do update set reconsider_at = excluded.reconsider_at`;
    await tx`
      insert into core.rag_engine (version) values (${version})
      on conflict (one) do update set version = excluded.version`;
  });
}
