import type postgres from "postgres";

/** What postgres.js hands to its own transactions, of which this file uses three members. */
type Connection = {
  readonly id: number;
  execute: (query: { readonly reject: (error: Error) => void }) => boolean;
  connect: (query: unknown) => void;
};

type ConnectionLost = Error & { readonly code: "CONNECTION_CLOSED" };

/**
 * postgres.js 3.4.9 writes to the socket of a connection that was lost in the middle of a transaction, outside of any
 * promise, which ends the process (github.com/porsager/postgres/issues/1208). Until that is mended, statements of
 * such a transaction are refused here, as they would be a moment earlier.
 */
export class LostConnections {
  readonly #lost = new Set<number>();
  readonly #watched = new WeakSet<Connection>();

  /** For the option `onclose`. */
  readonly onClose = (id: number): void => {
    this.#lost.add(id);
  };

  /** Makes every transaction of the pool notice that its connection is gone. */
  watch(sql: postgres.Sql): postgres.Sql {
    const begin = sql.begin.bind(sql);
    const watched = (options: unknown, perform: unknown): unknown => {
      const [how, what] = perform === undefined ? ["", options] : [String(options), perform];
      return begin(how, async (tx) => {
        await this.#watchConnectionOf(tx);
        return (what as (tx: postgres.TransactionSql) => unknown)(tx);
      });
    };
    return Object.assign(sql, { begin: watched });
  }

  /** The one way to the connection of a transaction is the hook with which the library makes transactions. */
  async #watchConnectionOf(tx: postgres.TransactionSql): Promise<void> {
    const onexecute = (connection: Connection): boolean => {
      this.#watchConnection(connection);
      return true;
    };
    await tx.unsafe("select", [], { onexecute } as postgres.UnsafeQueryOptions);
  }

  #watchConnection(connection: Connection): void {
    if (this.#watched.has(connection)) {
      return;
    }
    this.#watched.add(connection);
    const { execute, connect } = connection;
    connection.execute = (query) => {
      if (this.#lost.has(connection.id)) {
        query.reject(connectionLost());
        return true;
      }
      return execute(query);
    };
    connection.connect = (query) => {
      this.#lost.delete(connection.id);
      connect(query);
    };
  }
}

function connectionLost(): ConnectionLost {
  return Object.assign(new Error("the connection was lost in a transaction"), { code: "CONNECTION_CLOSED" as const });
}
