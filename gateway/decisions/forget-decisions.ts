import type { Sql } from "#services/platform/database/database.ts";

/** A year and some weeks: what an annual review of an agreement looks back on. */
const KEPT_DAYS = 400;
const DAY_MS = 86_400_000;
const ROWS_A_STEP = 20_000;

/** Forgets decisions past their time, and what no decision was made on any more, in bounded steps. Resolves to how many. */
export async function forgetOldDecisions(sql: Sql, now: Date): Promise<number> {
  const before = new Date(now.getTime() - KEPT_DAYS * DAY_MS);
  const { count } = await sql`
    delete from gateway.decision where ctid = any (array (
      select ctid from gateway.decision where at < ${before} limit ${ROWS_A_STEP}))`;
  await sql`
    delete from gateway.decision_of_nobody where ctid = any (array (
      select ctid from gateway.decision_of_nobody where at < ${new Date(now.getTime() - DAY_MS)} limit ${ROWS_A_STEP}))`;
  await forgetUnusedBases(sql);
  return count;
}

/**
 * A basis names nobody, but one that served a single person is theirs all the same. Decisions wait while it is taken away, so that
 * none is left without its basis; what is unused is looked for before.
 */
async function forgetUnusedBases(sql: Sql): Promise<void> {
  const unused = await sql<{ digest: Buffer }[]>`
    select digest from gateway.decision_basis as kept
    where not exists (select from gateway.decision where decision.basis = kept.digest) limit ${ROWS_A_STEP}`;
  if (unused.length === 0) {
    return;
  }
  await sql.begin(async (tx) => {
    await tx`lock table gateway.decision_basis in share row exclusive mode`;
    for (const { digest } of unused) {
      await tx`
        delete from gateway.decision_basis where digest = ${digest}
          and not exists (select from gateway.decision where decision.basis = ${digest})`;
    }
  });
}
