import type { Exchanges } from "#schemas/generated/types.ts";
import type { Transaction } from "#services/platform/database/database.ts";

type PrecisionRow = NonNullable<Exchanges["tag-hits"]["precision"]>[number];

/** What came of the hits a monitoring hub has decided, by the length of the window and the type of crime: counts of its own decisions. */
export async function readPrecision(tx: Transaction, agencyId: string): Promise<PrecisionRow[]> {
  const rows = await tx<Omit<PrecisionRow, "qualifiedShare">[]>`
    select "window", "crimeTypeId", count(*) filter (where state = 'qualified')::int as qualified,
      count(*) filter (where state = 'rejected')::int as rejected,
      count(*) filter (where outcome = 'ruledIn')::int as "ruledIn",
      count(*) filter (where outcome = 'ruledOut')::int as "ruledOut",
      count(*) filter (where outcome = 'inconclusive')::int as inconclusive
    from (
      select state, outcome, crime ->> 'crimeTypeId' as "crimeTypeId", case
        when long <= interval '15 minutes' then 'up-to-15-minutes' when long <= interval '1 hour' then 'up-to-1-hour'
        when long <= interval '4 hours' then 'up-to-4-hours' when long <= interval '12 hours' then 'up-to-12-hours'
        else 'longer' end as "window"
      from published.tag_hit
      cross join lateral (select (crime ->> 'to')::timestamptz - (crime ->> 'from')::timestamptz as long) as span
      where monitoring_agency_id = ${agencyId} and state <> 'candidate') as decided
    group by "window", "crimeTypeId" order by "window", "crimeTypeId"`;
  return rows.map((row) => ({ ...row, qualifiedShare: row.qualified / Math.max(1, row.qualified + row.rejected) }));
}
