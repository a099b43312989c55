import type { JsonWebKey } from "node:crypto";
import type { Sql } from "#services/platform/database/database.ts";
import { describeFault } from "#services/platform/log/describe-fault.ts";
import type { Logger } from "#services/platform/log/logger.ts";
import { verifyKeyOfJwk } from "../client/http-signature/signature-algorithms.ts";
import type { AgencyKey } from "./agency-keys.ts";

/** Finds a key without asking the database: a map that follows it. */
export type KeyDirectory = {
  readonly find: (keyid: string) => AgencyKey | undefined;
  /** Called with the directory changed; returns how to stop being called. Streams end when their key does. */
  readonly onChange: (listener: () => void) => () => void;
};

export type KeyDirectoryOptions = {
  readonly sql: Sql;
  readonly log: Logger;
  readonly pollMs?: number;
};

/** The notice carries a change at once; the poll stands behind it, so that a revocation holds within 5 s on every replica. */
const POLL_MS = 4000;
const CHANNEL = "gateway_agency_key";

type KeyRow = Omit<AgencyKey, "publicKey"> & { readonly publicJwk: JsonWebKey };

/** Opens the directory of agency keys with what the database holds now. */
export async function openKeyDirectory({
  sql,
  log,
  pollMs = POLL_MS,
}: KeyDirectoryOptions): Promise<KeyDirectory & AsyncDisposable> {
  let keys = await readKeys(sql, new Map());
  const listeners = new Set<() => void>();
  const refresh = async () => {
    try {
      keys = await readKeys(sql, keys);
      for (const listener of listeners) {
        listener();
      }
    } catch (error) {
      log.error({ fault: describeFault(error) }, "agency keys could not be refreshed; the last known ones stay in use");
    }
  };
  const subscription = await sql.listen(CHANNEL, () => void refresh());
  const poll = setInterval(() => void refresh(), pollMs).unref();
  return {
    find: (keyid) => keys.get(keyid),
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    [Symbol.asyncDispose]: async () => {
      clearInterval(poll);
      await subscription.unlisten();
    },
  };
}

async function readKeys(sql: Sql, known: ReadonlyMap<string, AgencyKey>): Promise<ReadonlyMap<string, AgencyKey>> {
  const rows = await sql<KeyRow[]>`
    select keyid, agency_id as "agencyId", use, algorithm, public_jwk as "publicJwk", state, environment,
           not_before as "notBefore", not_after as "notAfter"
    from gateway.agency_key
    where state in ('active', 'retiring')`;
  const keys = new Map<string, AgencyKey>();
  for (const { publicJwk, ...row } of rows) {
    // Making a key object costs more than a lookup, so a key that is known keeps its own.
    const publicKey = known.get(row.keyid)?.publicKey ?? verifyKeyOfJwk(publicJwk)?.publicKey;
    if (publicKey !== undefined) {
      keys.set(row.keyid, { ...row, publicKey });
    }
  }
  return keys;
}
