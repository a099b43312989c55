import type { PublishedRecord } from "#schemas/published-record.ts";
import { londonDay } from "../record/apply/london-day.ts";
import type { FiringDeps } from "./fire-due-timers.ts";
import { heldInDocument } from "./held-in-document.ts";
import { isDue, type Timer } from "./timer.ts";
import { timersOf } from "./timers-of.ts";

export type TimersRead = {
  readonly outcome: "done";
  /** Of the record they were worked out from; 0 for somebody who is not there. */
  readonly version: number;
  readonly timers: readonly (Timer & { readonly isDue: boolean })[];
};

/** What falls due for a person, as their record stands; what has lapsed is left out. */
export async function readTimers(
  { sql, scheme, settings }: FiringDeps,
  { personId, now }: { readonly personId: string; readonly now: Date },
): Promise<TimersRead> {
  const [row] = await sql<{ version: string; values: PublishedRecord["values"] | null }[]>`
    select version, document -> 'values' as values from core.person
    where person_id = ${personId} and state = 'active'`;
  const today = londonDay(now.toISOString());
  const timers = timersOf(heldInDocument(row?.values ?? {}, scheme), settings)
    .filter(({ lapsesOn }) => lapsesOn === null || today < lapsesOn)
    .map((timer) => ({ ...timer, isDue: isDue(timer, today) }));
  return { outcome: "done", version: Number(row?.version ?? 0), timers };
}
