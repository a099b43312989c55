import { createHash } from "node:crypto";
import { HubError } from "#schemas/problems.ts";
import type { Sql } from "#services/platform/database/database.ts";
import type { VerifiedRequest } from "./caller/verified-request.ts";

const KEPT_MS = 24 * 3_600_000;
/** A call that has not ended by then has lost its process; whoever repeats it takes it over. */
const RUNNING_MS = 60_000;

export type KeptAnswer = { readonly status: number; readonly body: unknown };
export type IdempotentAnswer = KeptAnswer & { readonly replayed: boolean };

type KeptRow = {
  readonly body_digest: Uint8Array;
  readonly started_at: Date;
  readonly status: number | null;
  readonly answer: unknown;
};

/**
 * Runs a write once for one Idempotency-Key of one agency on one route, for 24 hours: asked again, the stored answer is given.
 * Answers kept here hold no personal data.
 */
export async function once(
  sql: Sql,
  caller: VerifiedRequest,
  route: string,
  now: Date,
  write: () => Promise<KeptAnswer>,
): Promise<IdempotentAnswer> {
  const kept = await claim(sql, caller, route, now);
  if (kept !== null) {
    return { ...kept, replayed: true };
  }
  const { agencyId, idempotencyKey } = caller;
  try {
    const answer = await write();
    await sql`
      update gateway.idempotency set status = ${answer.status}, answer = ${JSON.stringify(answer.body)}::text::jsonb
      where agency_id = ${agencyId} and route = ${route} and key = ${idempotencyKey ?? ""}`;
    return { ...answer, replayed: false };
  } catch (error) {
    // Nothing was done, or it may be done again safely: the key is free for another try.
    await sql`
      delete from gateway.idempotency
      where agency_id = ${agencyId} and route = ${route} and key = ${idempotencyKey ?? ""} and status is null`;
    throw error;
  }
}

/** Forgets answers that nobody may ask for again. */
export async function forgetKeptAnswers(sql: Sql, now: Date): Promise<void> {
  await sql`delete from gateway.idempotency where started_at < ${new Date(now.getTime() - KEPT_MS)}`;
}

/** Null when the key is this call's now; the kept answer when it was answered before. */
async function claim(sql: Sql, caller: VerifiedRequest, route: string, now: Date): Promise<KeptAnswer | null> {
  const { agencyId, idempotencyKey, body } = caller;
  const key = idempotencyKey ?? "";
  const digest = createHash("sha256").update(body).digest();
  const { count } = await sql`
    insert into gateway.idempotency as kept (agency_id, route, key, body_digest, started_at)
    values (${agencyId}, ${route}, ${key}, ${digest}, ${now})
    on conflict (agency_id, route, key) do update
      set body_digest = excluded.body_digest, started_at = excluded.started_at, status = null, answer = null
      where kept.started_at < ${new Date(now.getTime() - KEPT_MS)}
        or (kept.status is null and kept.body_digest = excluded.body_digest
            and kept.started_at < ${new Date(now.getTime() - RUNNING_MS)})`;
  if (count === 1) {
    return null;
  }
  const [row] = await sql<KeptRow[]>`
    select body_digest, started_at, status, answer from gateway.idempotency
    where agency_id = ${agencyId} and route = ${route} and key = ${key}`;
  if (row !== undefined && !digest.equals(row.body_digest)) {
    throw new HubError("idempotency-key-reused", "another body came with this Idempotency-Key");
  }
  if (row === undefined || row.status === null) {
    throw new HubError("idempotency-in-progress", "the first call with this Idempotency-Key is still running");
  }
  return { status: row.status, body: row.answer };
}
