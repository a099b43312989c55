import { randomBytes } from "node:crypto";
import type { Sql, Transaction } from "#services/platform/database/database.ts";

/** Whose pseudonyms a key makes: nobody else's, under no other agreement and for nothing else. */
export type PseudonymScope = {
  readonly agreementId: string;
  readonly recipient: string;
  readonly purpose: string;
};

export type PseudonymKeys = {
  /** Null where `prepare` has not been called, or the key has been destroyed since. Costs nothing. */
  readonly find: (scope: PseudonymScope) => Uint8Array | null;
  /** Has the key at hand, making it on first need. Called before a transaction: it is kept whatever becomes of that. */
  readonly prepare: (scope: PseudonymScope, now: Date) => Promise<void>;
};

const KEY_BYTES = 32;

/** Keys are random and live in one table, so that destroying a row there makes what they made nobody's. */
export async function openPseudonymKeys(sql: Sql): Promise<PseudonymKeys & AsyncDisposable> {
  const held = new Map<string, { readonly agreementId: string; readonly key: Uint8Array }>();
  let forgotten = 0;
  const forget = (agreementId: string | null) => {
    forgotten += 1;
    for (const [name, kept] of held) {
      if (agreementId === null || kept.agreementId === agreementId) {
        held.delete(name);
      }
    }
  };
  // The third argument runs again after every reconnect, when a notice may have been missed.
  const listening = await sql.listen("gateway_pseudonym_key", forget, () => forget(null));
  return {
    find: (scope) => held.get(nameOf(scope))?.key ?? null,
    prepare: async (scope, now) => {
      if (held.has(nameOf(scope))) {
        return;
      }
      const before = forgotten;
      const key = await makeOrRead(sql, scope, now);
      // One that was read before a destruction was heard of may be the one destroyed.
      if (forgotten === before) {
        held.set(nameOf(scope), { agreementId: scope.agreementId, key });
      }
    },
    [Symbol.asyncDispose]: () => listening.unlisten(),
  };
}

/** Destroys every key of an agreement, and whom its pseudonyms meant; every node forgets what it held. */
export async function destroyPseudonymKeys(tx: Transaction, agreementId: string): Promise<void> {
  await tx`
    update gateway.pseudonym_key set key = null, destroyed_at = now()
    where agreement_id = ${agreementId} and key is not null`;
  await tx`delete from gateway.person_pseudonym where agreement_id = ${agreementId}`;
}

function nameOf({ agreementId, recipient, purpose }: PseudonymScope): string {
  return `${agreementId}\n${recipient}\n${purpose}`;
}

async function makeOrRead(
  sql: Sql,
  { agreementId, recipient, purpose }: PseudonymScope,
  now: Date,
): Promise<Uint8Array> {
  // Each epoch has its own key, also after a destruction; of two nodes that make one at once, one finds the other's.
  await sql`
    insert into gateway.pseudonym_key (agreement_id, recipient, purpose, epoch, key, made_at)
    select ${agreementId}, ${recipient}, ${purpose}, coalesce(max(epoch), 0) + 1, ${randomBytes(KEY_BYTES)}, ${now}
    from gateway.pseudonym_key
    where agreement_id = ${agreementId} and recipient = ${recipient} and purpose = ${purpose}
    having count(key) = 0
    on conflict do nothing`;
  const [row] = await sql<{ key: Uint8Array }[]>`
    select key from gateway.pseudonym_key
    where agreement_id = ${agreementId} and recipient = ${recipient} and purpose = ${purpose} and key is not null`;
  if (row === undefined) {
    throw new Error("a pseudonym key was not stored");
  }
  return row.key;
}
