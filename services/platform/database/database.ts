import postgres from "postgres";
import { LostConnections } from "./lost-connections.ts";

export type Sql = postgres.Sql;
export type Transaction = postgres.TransactionSql;

type DatabaseOptions = {
  readonly url: string;
  readonly applicationName: string;
  readonly maxConnections?: number;
};

const CONNECTIONS_MAX = 10;
const CONNECT_TIMEOUT_S = 10;
const CLOSE_TIMEOUT_S = 3;
/** The driver's own pause grows to 20 s in a pool that is asked much while the server is away, and calls hang that long. */
const RECONNECT_PAUSE_S = 0.2;

/** A pool for raw SQL; it connects at the first query and again after the server was away. Close it with `closeDatabase`. */
export function openDatabase({ url, applicationName, maxConnections = CONNECTIONS_MAX }: DatabaseOptions): Sql {
  const lost = new LostConnections();
  const sql = postgres(url, {
    max: maxConnections,
    connect_timeout: CONNECT_TIMEOUT_S,
    backoff: () => RECONNECT_PAUSE_S,
    connection: { application_name: applicationName },
    // Notices repeat parts of statements; what matters arrives as an error.
    onnotice: () => undefined,
    onclose: lost.onClose,
  });
  return lost.watch(sql);
}

/** Lets running queries finish, for a while: without a limit, `end` never returns once a connection was lost. */
export function closeDatabase(sql: Sql): Promise<void> {
  return sql.end({ timeout: CLOSE_TIMEOUT_S });
}
