import { AnswerRefused } from "./answer-refused.ts";
import { verifyBytes } from "./http-signature/signature-algorithms.ts";
import type { HubKeys } from "./hub-keys.ts";

/** A pushed update whose signature verified (design/push section 3). */
export type Update = {
  readonly id: string;
  readonly type: string;
  readonly time: string;
  readonly subject?: string;
  /** Gap-free within a subscription; absent on control updates that take no place in it. */
  readonly sequence?: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Where to go on after this update; null when the door gave none. */
  readonly cursor: string | null;
  /** The evidence: the same bytes through every door. */
  readonly jws: string;
};

const JWS = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)$/;
const HEADER_MEMBERS: ReadonlySet<string> = new Set(["alg", "kid", "typ", "hub_log"]);

/** Verifies a compact JWS of the hub's event key. Algorithm and type are pinned here; the header only has to agree. */
export async function verifyUpdate(jws: string, cursor: string | null, hubKeys: HubKeys): Promise<Update> {
  const [, header = "", payload = "", signature = ""] = JWS.exec(jws) ?? [];
  const { alg, typ, kid, ...others } = decodeObject(header);
  const isOurs = alg === "Ed25519" && typ === "iom-hub-event+jws" && typeof kid === "string";
  if (!isOurs || Object.keys(others).some((name) => !HEADER_MEMBERS.has(name))) {
    throw new AnswerRefused("update-malformed");
  }
  const key = await hubKeys.find(kid, "event");
  if (key === null || key.algorithm !== "ed25519") {
    throw new AnswerRefused("key-not-accepted");
  }
  const bytes = Buffer.from(signature, "base64url");
  const isValid = await verifyBytes(key, Buffer.from(`${header}.${payload}`), bytes);
  if (!isValid || bytes.toString("base64url") !== signature) {
    throw new AnswerRefused("signature-invalid");
  }
  return readUpdate(decodeObject(payload), cursor, jws);
}

function readUpdate(payload: Readonly<Record<string, unknown>>, cursor: string | null, jws: string): Update {
  const { id, type, time, subject, sequence, data } = payload;
  if (typeof id !== "string" || typeof type !== "string" || typeof time !== "string" || !isObject(data)) {
    throw new AnswerRefused("update-malformed");
  }
  return {
    id,
    type,
    time,
    ...(typeof subject === "string" ? { subject } : {}),
    ...(typeof sequence === "string" ? { sequence } : {}),
    data,
    cursor,
    jws,
  };
}

function decodeObject(encoded: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(encoded, "base64url").toString("utf8"));
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
