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
  const [from, to] = [new Date(zone.from * 1000), new Date(zone.to * 1000)];
  const square = zone.radiusCm ** 2;
  const [row] = await tx<{ near: number; data: number; people: number; weeks: number }[]>`
    with day as (
      select back, ((${from}::timestamptz at time zone 'Europe/London') - back * interval '1 day') at time zone 'Europe/London' as day_from,
        ((${to}::timestamptz at time zone 'Europe/London') - back * interval '1 day') at time zone 'Europe/London' as day_to
      from generate_series(1, ${USUAL_DAYS}) as back),
    seen as (
      select day.back, t.person_id, bool_or(
        (t.easting_cm - ${zone.eastingCm})::float8 ^ 2 + (t.northing_cm - ${zone.northingCm})::float8 ^ 2 <= ${square}) as near
      from day join core.tag_position as t on t.captured_at between day.day_from and day.day_to
      where t.easting_cm is not null and t.position ->> 'mechanism' = 'GPS' and (t.person_id = ${personId} or day.back % 7 = 0)
      group by day.back, t.person_id)
    select count(*) filter (where person_id = ${personId} and near)::int as near,
      count(*) filter (where person_id = ${personId})::int as data,
      count(*) filter (where back % 7 = 0 and near)::int as people,
      count(distinct back) filter (where back % 7 = 0)::int as weeks
    from seen`;
  const { near = 0, data = 0, people = 0, weeks = 0 } = row ?? {};
  return {
    usual: { daysNear: near, daysWithData: data },
    chance: { people: weeks === 0 ? 0 : people / weeks, days: weeks },
    surprise: Math.log10(FOUND_IF_THERE / ((near + 0.5) / (data + 1))),
  };
}
