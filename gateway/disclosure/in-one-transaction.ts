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
  return findInOneTransaction(sql, caller, { find: () => Promise.resolve(), effect });
}

/**
 * The same with a look-up that travels with the claim, so that both cost one round trip; what it found is used once the
 * nonce is ours and not before.
 */
export async function findInOneTransaction<Found, Result>(
  sql: Sql,
  caller: VerifiedRequest,
  {
    find,
    effect,
  }: {
    readonly find: (tx: Transaction) => Promise<Found>;
    readonly effect: (tx: Transaction, found: Found) => Promise<Result>;
  },
): Promise<Result> {
  return orLogUnavailable(() =>
    inTransaction(sql, async (tx) => {
      const claiming = claimNonce(tx, caller);
      const finding = find(tx);
      // A failed claim fails the look-up behind it as well; of the two, the claim's own fault is the one to tell.
      finding.catch(() => undefined);
      await claiming;
      return effect(tx, await finding);
    }),
  );
}

/** Longer than the database lets a statement wait and run, so that its own answer comes first where it gives one. */
const STORE_ANSWERS_MAX_MS = 60_000;

/**
 * A failure of the log, or of the database it lives in, becomes `log-unavailable`; any other stays what it is. A database that
 * does not answer at all is one: what it may yet commit is then logged and never handed out.
 */
export async function orLogUnavailable<Result>(work: () => Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new LedgerUnavailableError("the store did not answer")), STORE_ANSWERS_MAX_MS);
  });
  try {
    return await Promise.race([work(), silence]);
  } catch (cause) {
    throw isOfTheStore(cause)
      ? new HubError("log-unavailable", "nothing was logged, so nothing left", { cause })
      : cause;
  } finally {
    clearTimeout(timer);
  }
}

/** As `sql.begin`, whose own type unwraps arrays of queries, which no result here is. `how`: such as `read only`. */
export async function inTransaction<Result>(
  sql: Sql,
  work: (tx: Transaction) => Promise<Result>,
  how = "",
): Promise<Result> {
  const results: Result[] = [];
  await sql.begin(how, async (tx) => {
    results.push(await work(tx));
  });
  const [result] = results;
  if (result === undefined) {
    throw new Error("a transaction ended without its result");
  }
  return result;
}

/** The log, or the database it lives in, did not take the entry: its errors carry a code of five characters or of a socket. */
function isOfTheStore(error: unknown): boolean {
  if (error instanceof HubError) {
    return false;
  }
  const hasCode = error instanceof Error && "code" in error && typeof error.code === "string";
  return error instanceof LedgerUnavailableError || hasCode;
}
