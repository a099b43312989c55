import { createHash } from "node:crypto";
import type { Scheme } from "#schemas/scheme.ts";
import type { Sql, Transaction } from "../../platform/database/database.ts";
import type { Clock } from "../../platform/environment/clock.ts";
import type { Logger } from "../../platform/log/logger.ts";
import type { IntakeRules } from "../intake/take-in-event.ts";
import { changeRecord } from "../record/change-record.ts";
import { pause } from "../stream/follow-feed.ts";
import { faultCode } from "../stream/transient-faults.ts";
import { isManaged, isOldEnough } from "./is-rated.ts";
import { type RagSettings, teamOf } from "./rag-settings.ts";
import { rateTogether } from "./rate-together.ts";
import { readEvidence, type StoredEvidence } from "./read-evidence.ts";
import { RAG_ENGINE_VERSION, reconsiderAt, suggestRag } from "./suggest-rag.ts";
import { digestOf, latestDigests } from "./suggestion-store.ts";

export type RatingDeps = {
  readonly sql: Sql;
  readonly scheme: Scheme;
  readonly rules: IntakeRules;
  readonly settings: RagSettings;
  readonly clock: Clock;
  readonly log: Logger;
  readonly onCommitted: () => void;
};

/** The clock may be a test's, so it is asked often. */
const LOOK_EVERY_MS = 1_000;
const BATCH_MAX = 500;
const DUE_MAX = 20_000;
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

/** Rates everybody who is due, and says how many were looked at. Two batches at a time: one is read while the other is worked out. */
export async function rateDue(deps: RatingDeps, stop?: AbortSignal): Promise<number> {
  let rated = 0;
  while (stop?.aborted !== true) {
    const now = deps.clock.now();
    const due = await deps.sql<Due[]>`
      select person_id, reconsider_at from core.rag_watch where reconsider_at <= ${now}
      order by reconsider_at, person_id limit ${DUE_MAX}`;
    if (due.length === 0) {
      break;
    }
    const batches = Array.from({ length: Math.ceil(due.length / BATCH_MAX) }, (_, at) =>
      due.slice(at * BATCH_MAX, (at + 1) * BATCH_MAX),
    );
    const work = async (): Promise<void> => {
      for (let batch = batches.shift(); batch !== undefined && stop?.aborted !== true; batch = batches.shift()) {
        await rateBatch(deps, batch, now);
        rated += batch.length;
      }
    };
    await Promise.all([work(), work()]);
  }
  return rated;
}

type Due = { readonly person_id: string; readonly reconsider_at: Date };

/** Whoever is suggested the same as before is only put off; the others are rated under the locks of their records. */
async function rateBatch(deps: RatingDeps, due: readonly Due[], now: Date): Promise<void> {
  const personIds = due.map(({ person_id }) => person_id);
  const [stored, latest] = await Promise.all([readEvidence(deps.sql, personIds), latestDigests(deps.sql, personIds)]);
  const unchanged = stored.filter((one) => isUnchanged(one, latest.get(one.personId), deps.settings, now));
  await putOff(deps, due, unchanged, now);
  const same = new Set(unchanged.map(({ personId }) => personId));
  const changed = personIds.filter((personId) => !same.has(personId));
  if (changed.length === 0) {
    return;
  }
  for (const personId of await rateManyOrEach(deps, changed, now)) {
    await rateOrPutOff(deps, personId, now);
  }
  deps.onCommitted();
}

function isUnchanged(stored: StoredEvidence, latest: string | undefined, settings: RagSettings, now: Date): boolean {
  if (!isManaged(stored)) {
    return false;
  }
  return isOldEnough(stored, now)
    ? latest === digestOf(suggestRag(stored.evidence, settings, now))
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

/** Those who are left to be rated one by one: all of them where rating them together failed, so that one does not hold up the others. */
async function rateManyOrEach(deps: RatingDeps, changed: readonly string[], now: Date): Promise<readonly string[]> {
  const { sql, settings, rules, log } = deps;
  const agencyId = teamOf(settings);
  if (agencyId === null) {
    return changed;
  }
  try {
    const together = { settings, agencyId, appendEntry: rules.appendEntry };
    return await inOne(sql, (tx) => rateTogether(tx, changed, together, now));
  } catch (error) {
    log.warn({ code: faultCode(error) }, "people were not rated together");
    return changed;
  }
}

/** As `sql.begin`, whose own type unwraps arrays of queries, which no list of people is. */
async function inOne(sql: Sql, work: (tx: Transaction) => Promise<readonly string[]>): Promise<readonly string[]> {
  const left: string[] = [];
  await sql.begin(async (tx) => {
    left.push(...(await work(tx)));
  });
  return left;
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
