import type { Scheme } from "#schemas/scheme.ts";
import type { Sql, Transaction } from "../../platform/database/database.ts";
import type { Clock } from "../../platform/environment/clock.ts";
import type { Logger } from "../../platform/log/logger.ts";
import { lockRecord } from "../record/load-record.ts";
import { publishedDocument } from "../record/published-document.ts";
import { pause } from "../stream/follow-feed.ts";
import { faultCode } from "../stream/transient-faults.ts";
import { readTimers } from "../timers/keep-timers.ts";

const SWEEP_EVERY_MS = 3_600_000;
/** The clock may be a test's, so it is asked often and the sweep itself is rare. */
const LOOK_EVERY_MS = 1_000;
const BATCH_MAX = 100;

type SweepDeps = {
  readonly sql: Sql;
  readonly scheme: Scheme;
  readonly clock: Clock;
  readonly log: Logger;
  readonly onCommitted: () => void;
};

/** Goes over what the calendar decides at once and then every hour; resolves after the first time. */
export async function startSweep(deps: SweepDeps): Promise<AsyncDisposable> {
  await sweep(deps, deps.clock.now());
  const stop = new AbortController();
  const running = (async () => {
    let last = deps.clock.now().getTime();
    while (!stop.signal.aborted) {
      await pause(LOOK_EVERY_MS, stop.signal);
      const now = deps.clock.now();
      if (!stop.signal.aborted && now.getTime() - last >= SWEEP_EVERY_MS && (await trySweep(deps, now))) {
        last = now.getTime();
      }
    }
  })();
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await running;
    },
  };
}

async function trySweep(deps: SweepDeps, now: Date): Promise<boolean> {
  try {
    await sweep(deps, now);
    return true;
  } catch (error) {
    deps.log.warn({ code: faultCode(error) }, "the hourly sweep did not finish");
    return false;
  }
}

/**
 * Derives every document anew, so that it follows the scheme and the code now running; says which consents have
 * run out; and last notes the time from which facts of the calendar are known.
 */
async function sweep({ sql, scheme, onCommitted }: SweepDeps, now: Date): Promise<void> {
  let after = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const people = await sql<{ person_id: string }[]>`
      select person_id from core.person where person_id > ${after} order by person_id limit ${BATCH_MAX}`;
    for (const { person_id: personId } of people) {
      await sql.begin((tx) => deriveAnew(tx, personId, scheme));
      after = personId;
    }
    if (people.length < BATCH_MAX) {
      break;
    }
  }
  await sql.begin((tx) => tellExpiredConsents(tx, now));
  await sql`
    insert into core.calendar (swept_at) values (${now})
    on conflict (one) do update set swept_at = excluded.swept_at`;
  onCommitted();
}

async function deriveAnew(tx: Transaction, personId: string, scheme: Scheme): Promise<void> {
  const state = await lockRecord(tx, personId);
  const document = JSON.stringify(publishedDocument(state, scheme));
  const timers = JSON.stringify(await readTimers(tx, state, scheme));
  await tx`
    update core.person set document = ${document}::text::jsonb, timers = ${timers}::text::jsonb
    where person_id = ${personId}
      and (document <> ${document}::text::jsonb or timers <> ${timers}::text::jsonb)`;
}

async function tellExpiredConsents(tx: Transaction, now: Date): Promise<void> {
  await tx`
    with expired as (
      update core.consent set expiry_told = true
      where not expiry_told and expires_at <= ${now} returning consent_id)
    insert into core.outbox (subject, body)
    select 'hub.consent.expired', jsonb_build_object('consentId', consent_id) from expired`;
}
