import { sign } from "node:crypto";
import { canonicalJson } from "#services/ledger/canonical-json.ts";
import type { LedgerReceipt } from "#services/ledger/entry.ts";
import type { HubKey } from "#services/platform/keys/key-files.ts";
import { logOrigin } from "../log/log-origin.ts";

/** What travels in an update, for its recipient alone: CloudEvents 1.0 (design/push section 3). */
export type UpdatePayload = {
  readonly id: string;
  readonly type:
    | "hub.person.updated"
    | "hub.update.withdrawn"
    | "hub.recall"
    | "hub.agreement.changed"
    | "hub.stream.reset";
  readonly time: Date;
  readonly subject?: string;
  readonly sequence?: number;
  readonly data: Readonly<Record<string, unknown>>;
};

export type UpdateSigner = {
  /** The hub's public origin. */
  readonly origin: string;
  /** Signs updates and nothing else. */
  readonly eventKey: HubKey;
};

/**
 * An update as compact JWS. Its bytes are made here once, RFC 8785; a repeated delivery repeats these bytes.
 * `logged` ties it to its leaf; a control update that discloses nothing has none.
 */
export function signUpdate(
  { origin, eventKey }: UpdateSigner,
  payload: UpdatePayload,
  logged: LedgerReceipt | null,
): string {
  const { id, type, time, subject, sequence, data } = payload;
  const body = canonicalJson({
    specversion: "1.0",
    id,
    source: new URL(origin).host,
    type,
    time: time.toISOString(),
    subject,
    sequence: sequence === undefined ? undefined : String(sequence),
    datacontenttype: "application/json",
    data,
  });
  const header = canonicalJson({
    alg: "Ed25519",
    kid: eventKey.keyid,
    typ: "iom-hub-event+jws",
    hub_log: logged === null ? undefined : leafReference(origin, logged, time),
  });
  const signed = `${encode(header)}.${encode(body)}`;
  return `${signed}.${sign(null, Buffer.from(signed), eventKey.privateKey).toString("base64url")}`;
}

function leafReference(origin: string, { leaf, logIndex }: LedgerReceipt, time: Date): string {
  return `${logOrigin(origin, time)} ${logIndex ?? "pending"} ${Buffer.from(leaf).toString("base64")}`;
}

function encode(text: string): string {
  return Buffer.from(text).toString("base64url");
}
