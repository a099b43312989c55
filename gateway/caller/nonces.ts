import { HubError } from "#schemas/problems.ts";
import type { Sql, Transaction } from "#services/platform/database/database.ts";
import { describeFault } from "#services/platform/log/describe-fault.ts";
import type { Logger } from "#services/platform/log/logger.ts";
import { refusalError } from "./refusal.ts";
import type { VerifiedRequest } from "./verified-request.ts";

/** Longer than any call can stay in its window (90 s + 30 s), so that what is forgotten is stale anyway. */
const NONCE_KEPT_S = 180;
const PURGE_EVERY_MS = 30_000;
const PURGE_ROWS_MAX = 20_000;

const claimed = new WeakSet<VerifiedRequest>();

/**
 * Claims the nonce of a call, once for all replicas, in the caller's transaction. Throws HubError signature-replayed when it
 * was claimed before, and replay-protection-unavailable when the store cannot say. Claiming again for the same call does nothing.
 */
export async function claimNonce(tx: Sql | Transaction, caller: VerifiedRequest): Promise<void> {
  if (claimed.has(caller)) {
    return;
  }
  if (!(await insertNonce(tx, caller))) {
    throw refusalError({
      code: "signature-replayed",
      hint: "this call was made before; sign each call with a new nonce",
    });
  }
  claimed.add(caller);
}

/** True once a claim for this call went through, even in a transaction that was later rolled back. */
export function hasClaimedNonce(caller: VerifiedRequest): boolean {
  return claimed.has(caller);
}

/** Makes sure that the nonce is spent, whoever spent it: for a call whose handler failed after it had claimed. */
export async function spendNonce(sql: Sql, caller: VerifiedRequest): Promise<void> {
  await insertNonce(sql, caller);
}

/** Forgets nonces that are too old to matter, in bounded steps. */
export function startNoncePurge({ sql, log }: { readonly sql: Sql; readonly log: Logger }): Disposable {
  const timer = setInterval(() => {
    purgeNonces(sql).catch((error: unknown) =>
      log.error({ fault: describeFault(error) }, "old nonces could not be purged"),
    );
  }, PURGE_EVERY_MS).unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

/** Resolves to how many it removed. */
export async function purgeNonces(sql: Sql): Promise<number> {
  const { count } = await sql`
    delete from gateway.nonce where ctid = any (array (
      select ctid from gateway.nonce where created < now() - make_interval(secs => ${NONCE_KEPT_S}) limit ${PURGE_ROWS_MAX}))`;
  return count;
}

async function insertNonce(tx: Sql | Transaction, { keyid, nonce }: VerifiedRequest): Promise<boolean> {
  try {
    const { count } = await tx`
      insert into gateway.nonce (keyid, nonce) values (${keyid}, ${nonce}) on conflict do nothing`;
    return count === 1;
  } catch (cause) {
    throw new HubError("replay-protection-unavailable", "the nonce store did not answer", { cause });
  }
}
