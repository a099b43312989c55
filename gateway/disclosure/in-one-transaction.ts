import { HubError } from "#schemas/problems.ts";
import { LedgerUnavailableError } from "#services/ledger/append-entry.ts";
import type { Sql, Transaction } from "#services/platform/database/database.ts";
import { claimNonce } from "../caller/nonces.ts";
import type { VerifiedRequest } from "../caller/verified-request.ts";

/**
 * Claims the call's nonce, then runs `effect` in the same transaction: nonce, log entry and effect commit together or not at
 * all. Without a log there is no answer: `log-unavailable`.
 */
export async function inOneTransaction<Result>(
  sql: Sql,
  caller: VerifiedRequest,
  effect: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  const box: { result?: Result } = {};
  try {
    await sql.begin(async (tx) => {
      await claimNonce(tx, caller);
      box.result = await effect(tx);
    });
  } catch (cause) {
    throw isOfTheStore(cause)
      ? new HubError("log-unavailable", "nothing was logged, so nothing left", { cause })
      : cause;
  }
  if (!("result" in box)) {
    throw new Error("a transaction ended without its result");
  }
  return box.result as Result;
}

/** The log, or the database it lives in, did not take the entry: its errors carry a code of five characters or of a socket. */
function isOfTheStore(error: unknown): boolean {
  if (error instanceof HubError) {
    return false;
  }
  const hasCode = error instanceof Error && "code" in error && typeof error.code === "string";
  return error instanceof LedgerUnavailableError || hasCode;
}
