import type { Transaction } from "../../platform/database/database.ts";
import type { Zone } from "./matching/crime-window.ts";

/** How usual it is to find this person there, and how often anybody is there by chance. */
export type BaseRate = {
  /** Days of the last 28 on which he was in this zone at these clock hours, of those with positions of him. */
  readonly usual: { readonly daysNear: number; readonly daysWithData: number };
  /** People with a tag in the zone at these hours on an ordinary day: the mean of the four same weekdays before. */
  readonly chance: { readonly people: number; readonly days: number };
  /** log10 of how much better "he is the offender" explains it than his usual life does. A rank, never a probability of guilt. */
  readonly surprise: number;
};

const USUAL_DAYS = 28;
/** How often a hit is found when the person is the offender (design/tag-hits section 3). */
const FOUND_IF_THERE = 0.95;

/**
 * Counts positions alone, so that it errs on the side of "not seen here". Days are local, so that a change of the clocks moves no hour.
 */
export async function baseRateOf(tx: Transaction, personId: string, zone: Zone): Promise<BaseRate> {
  const usual = await usualOf(tx, personId, zone);
  const chance = await chanceOf(tx, zone);
  const { daysNear, daysWithData } = usual;
  return { usual, chance, surprise: Math.log10(FOUND_IF_THERE / ((daysNear + 0.5) / (daysWithData + 1))) };
}

async function usualOf(tx: Transaction, personId: string, zone: Zone): Promise<BaseRate["usual"]> {
  const [row] = await tx<{ near: number; data: number }[]>`
    with day as (${daysBack(tx, zone, 1)}),
    seen as (
      select day.back, bool_or(${isInZone(tx, zone)}) as near
      from day join core.tag_position as t on t.person_id = ${personId} and t.captured_at between day.day_from and day.day_to
      where t.position ->> 'mechanism' = 'GPS' group by day.back)
    select count(*) filter (where near)::int as near, count(*)::int as data from seen`;
  return { daysNear: row?.near ?? 0, daysWithData: row?.data ?? 0 };
}

/** Of all people, by the boxes of their hours first: of most of them no position need be read. */
async function chanceOf(tx: Transaction, zone: Zone): Promise<BaseRate["chance"]> {
  const { eastingCm: e, northingCm: n, radiusCm: r } = zone;
  const [row] = await tx<{ people: number; weeks: number }[]>`
    with day as (${daysBack(tx, zone, WEEK_DAYS)}),
    boxed as (
      select day.back, day.day_from, day.day_to, h.person_id, min(west_cm) <= ${e + r} and max(east_cm) >= ${e - r}
        and min(south_cm) <= ${n + r} and max(north_cm) >= ${n - r} as spans
      from day join core.tag_hour as h on h.hour between date_trunc('hour', day.day_from, 'UTC') and day.day_to
      group by day.back, day.day_from, day.day_to, h.person_id)
    select count(distinct back)::int as weeks, count(*) filter (where spans and exists (
      select from core.tag_position as t where t.person_id = boxed.person_id
        and t.captured_at between boxed.day_from and boxed.day_to and t.position ->> 'mechanism' = 'GPS'
        and ${isInZone(tx, zone)}))::int as people
    from boxed`;
  const { people = 0, weeks = 0 } = row ?? {};
  return { people: weeks === 0 ? 0 : people / weeks, days: weeks };
}

const WEEK_DAYS = 7;

/** The window as it was on each of these days before, by the clocks of London. */
function daysBack(tx: Transaction, zone: Zone, step: number) {
  const [from, to] = [new Date(zone.from * 1000), new Date(zone.to * 1000)];
  return tx`
    select back, ((${from}::timestamptz at time zone 'Europe/London') - back * interval '1 day') at time zone 'Europe/London' as day_from,
      ((${to}::timestamptz at time zone 'Europe/London') - back * interval '1 day') at time zone 'Europe/London' as day_to
    from generate_series(${step}::int, ${USUAL_DAYS}::int, ${step}::int) as back`;
}

function isInZone(tx: Transaction, { eastingCm, northingCm, radiusCm }: Zone) {
  return tx`(t.easting_cm - ${eastingCm})::float8 ^ 2 + (t.northing_cm - ${northingCm})::float8 ^ 2 <= ${radiusCm ** 2}::float8`;
}
