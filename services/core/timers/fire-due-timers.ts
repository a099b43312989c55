import type { PublishedTimer } from "#schemas/published-timer.ts";
import type { Sql, Transaction } from "../../platform/database/database.ts";
import { londonDay } from "../record/apply/london-day.ts";

const PEOPLE_MAX = 100;
const NOBODY = "00000000-0000-0000-0000-000000000000";

/**
 * Tells of everything that is due in London by `now` and was not told of before, and says how much that was. Each is stored
 * and told in one transaction under a key of its own, so that cores at work side by side, a core that dies and a clock that
 * is put back lose none and tell none twice.
 */
export async function fireDueTimers(sql: Sql, now: Date): Promise<number> {
  const today = londonDay(now.toISOString());
  let after = NOBODY;
  let total = 0;
  for (;;) {
    const { last, people, fired } = await sql.begin(async (tx) => {
      const rows = await nextPeople(tx, after);
      const due = rows.flatMap(({ person_id: personId, timers }) =>
        timers.filter((timer) => isDue(timer, today)).map((timer) => ({ personId, timer })),
      );
      return { last: rows.at(-1)?.person_id ?? after, people: rows.length, fired: await fire(tx, due, now) };
    });
    after = last;
    total += fired;
    if (people < PEOPLE_MAX) {
      return total;
    }
  }
}

/** Its day has come and it has not lapsed. */
function isDue({ dueOn, lapsesOn }: PublishedTimer, today: string): boolean {
  return dueOn <= today && (lapsesOn === null || today < lapsesOn);
}

type PersonRow = { readonly person_id: string; readonly timers: readonly PublishedTimer[] };

/** Nobody's record may change between the reading and the firing: a date that moves would be told as it was. */
function nextPeople(tx: Transaction, after: string): Promise<readonly PersonRow[]> {
  return tx<PersonRow[]>`
    select person_id, timers from core.person
    where state = 'active' and person_id > ${after} order by person_id limit ${PEOPLE_MAX} for share`;
}

async function fire(
  tx: Transaction,
  due: readonly { readonly personId: string; readonly timer: PublishedTimer }[],
  now: Date,
): Promise<number> {
  if (due.length === 0) {
    return 0;
  }
  const rows = due.map(({ personId, timer: { timerId, kind, dueOn } }) => ({ personId, timerId, kind, dueOn }));
  const told = await tx`
    with fired as (
      insert into core.timer_fired (person_id, timer_id, due_on, kind, fired_at)
      select r."personId", r."timerId", r."dueOn", r.kind, ${now}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
        as r("personId" uuid, "timerId" text, "dueOn" date, kind text)
      on conflict do nothing returning person_id, timer_id)
    insert into core.outbox (subject, body)
    select 'hub.timer.due', jsonb_build_object('personId', person_id, 'timerId', timer_id) from fired
    returning outbox_id`;
  return told.length;
}
