import { createHash, createHmac, randomBytes, randomUUID } from "node:crypto";
import type { Transaction } from "../platform/database/database.ts";
import { canonicalBytes } from "./canonical-json.ts";
import type { LedgerEntryInput, LedgerReceipt } from "./entry.ts";

const ENTRY_BYTES_MAX = 4096;
const SALT_BYTES = 32;
const FORMAT_VERSION = 1;

/** The transaction could not record what it does; it must not commit, and nothing may leave the hub. */
export class LedgerUnavailableError extends Error {
  override readonly name = "LedgerUnavailableError";
}

/**
 * Appends one entry in the caller's transaction: it commits with the caller's effect or not at all.
 * Throws LedgerUnavailableError when it cannot, which must end the transaction.
 */
export async function appendEntry(tx: Transaction, input: LedgerEntryInput): Promise<LedgerReceipt> {
  try {
    return await storeEntry(tx, input);
  } catch (cause) {
    throw new LedgerUnavailableError("the ledger entry was not stored", { cause });
  }
}

async function storeEntry(tx: Transaction, input: LedgerEntryInput): Promise<LedgerReceipt> {
  const subjectKey = input.personId === null ? null : (input.subjectKey ?? (await subjectKeyOf(tx, input.personId)));
  const sealed = sealEntry(input, subjectKey);
  const receiptId = input.receiptId ?? randomUUID();
  // One statement, so that an entry never exists without what opens it.
  await tx`
    with entry as (
      insert into ledger.entry (receipt_id, entry, leaf) values (${receiptId}, ${sealed.entry}, ${sealed.leaf})
    )
    insert into ledger.entry_secret
      (receipt_id, person_id, request_salt, response_salt, detail_salt, signature, signature_base, detail)
    values (${receiptId}, ${input.personId}, ${sealed.requestSalt}, ${sealed.responseSalt}, ${sealed.detailSalt},
      ${input.request?.signature ?? null}, ${input.request?.signatureBase ?? null}, ${sealed.detail})`;
  return { receiptId, leaf: sealed.leaf, logIndex: null };
}

type SealedEntry = {
  readonly entry: Buffer;
  readonly leaf: Buffer;
  readonly requestSalt: Buffer | null;
  readonly responseSalt: Buffer | null;
  readonly detailSalt: Buffer;
  readonly detail: Buffer;
};

/**
 * The entry bytes of design/disclosure-log section 2, their leaf hash, and the salts that open the commitments.
 * Whatever could name a person enters only through a salted digest or the subject key.
 */
export function sealEntry(input: LedgerEntryInput, subjectKey: Uint8Array | null): SealedEntry {
  const requestSalt = input.request === undefined ? null : randomBytes(SALT_BYTES);
  const responseSalt = input.response === undefined ? null : randomBytes(SALT_BYTES);
  const detailSalt = randomBytes(SALT_BYTES);
  const detail = canonicalBytes(input.detail);

  const entry = canonicalBytes({
    v: FORMAT_VERSION,
    time: input.time.toISOString(),
    kind: input.kind,
    agency: input.agency,
    actor_ref: input.actor,
    recipient: input.recipients,
    purpose: input.purpose,
    legal_gateway: input.legalGateways,
    agreement: input.agreement,
    resource: input.resource,
    subject_commit: subjectCommit(input, subjectKey),
    fields: input.fields,
    request: sealRequest(input.request, requestSalt),
    subscription: input.subscription,
    response: sealResponse(input.response, responseSalt),
    decision_ref: input.decisionRef,
    detail_commit: commit(detailSalt, detail),
  });
  if (entry.length > ENTRY_BYTES_MAX) {
    throw new RangeError(`a ledger entry of ${entry.length} bytes is over ${ENTRY_BYTES_MAX}`);
  }
  return { entry, leaf: leafHash(entry), requestSalt, responseSalt, detailSalt, detail };
}

/** RFC 6962 leaf hash: SHA-256(0x00 ‖ entry). */
export function leafHash(entry: Uint8Array): Buffer {
  return createHash("sha256").update(Uint8Array.of(0)).update(entry).digest();
}

/**
 * Keeps the entries of one person together for one agency and purpose, and for nobody across them: an agency is given its own
 * entries, so that one commitment for all would be a key to join them by, also with those under a pseudonym.
 */
function subjectCommit({ personId, agency, purpose }: LedgerEntryInput, key: Uint8Array | null): string | undefined {
  if (personId === null || key === null) {
    return undefined;
  }
  const about = canonicalBytes([personId, agency, purpose ?? null]);
  return createHmac("sha256", key).update(about).digest("base64");
}

function sealRequest(request: LedgerEntryInput["request"], salt: Buffer | null): object | undefined {
  if (request === undefined || salt === null) {
    return undefined;
  }
  const { keyid, nonce, signature, signatureBase } = request;
  return { keyid, nonce, commit: commit(salt, Buffer.from(signature), Buffer.from(signatureBase)) };
}

function sealResponse(response: LedgerEntryInput["response"], salt: Buffer | null): object | undefined {
  if (response === undefined || salt === null) {
    return undefined;
  }
  return { status: response.status, commit: commit(salt, canonicalBytes(response.disclosed)) };
}

function commit(salt: Uint8Array, ...parts: readonly Uint8Array[]): string {
  const digest = createHash("sha256").update(salt);
  for (const part of parts) {
    digest.update(part);
  }
  return digest.digest("base64");
}

/** The person's own key, made on first need; destroyed at erasure, after which the leaf points at nobody. */
async function subjectKeyOf(tx: Transaction, personId: string): Promise<Uint8Array> {
  const [known] = await tx<{ key: Uint8Array }[]>`select key from ledger.subject_key where person_id = ${personId}`;
  if (known !== undefined) {
    return known.key;
  }
  const fresh = randomBytes(32);
  await tx`insert into ledger.subject_key (person_id, key) values (${personId}, ${fresh}) on conflict do nothing`;
  // Another transaction may have made it meanwhile: what is stored counts, not what was tried.
  const [stored] = await tx<{ key: Uint8Array }[]>`select key from ledger.subject_key where person_id = ${personId}`;
  if (stored === undefined) {
    throw new Error("the subject key is not readable");
  }
  return stored.key;
}

/** For those who are handed the way to append. */
export type AppendEntry = typeof appendEntry;
