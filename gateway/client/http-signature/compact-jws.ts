import { parseStrictJson } from "#schemas/strict-json.ts";
import { KEYID, keyThumbprint } from "./key-thumbprint.ts";
import {
  type PrivateJwk,
  type SignatureAlgorithm,
  signBytes,
  signKeyOfJwk,
  type VerifyKey,
  verifyBytes,
} from "./signature-algorithms.ts";

/** What an officer signs an approval of an agreement as. */
export const APPROVAL_TYPE = "concordat-approval+jws";

/** JWS names of the algorithms: the first is written, all are read (RFC 7518, RFC 8037, RFC 9864). */
const JWS_ALGORITHMS: Readonly<Record<SignatureAlgorithm, readonly [string, ...string[]]>> = {
  ed25519: ["EdDSA", "Ed25519"],
  "ecdsa-p256-sha256": ["ES256"],
  "ecdsa-p384-sha384": ["ES384"],
};
const HEADER_MEMBERS = ["alg", "kid", "typ"];
const PARTS = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)$/;

/** A value as compact JWS, signed with the key that is named in its header. */
export async function signCompactJws(typ: string, payload: unknown, privateJwk: PrivateJwk): Promise<string> {
  const key = signKeyOfJwk(privateJwk);
  const [alg] = JWS_ALGORITHMS[key.algorithm];
  const { kty, crv, x, y } = privateJwk;
  const header = { alg, kid: keyThumbprint({ kty, crv, x, y }), typ };
  const signed = `${encode(header)}.${encode(payload)}`;
  return `${signed}.${(await signBytes(key, Buffer.from(signed))).toString("base64url")}`;
}

export type CompactJws =
  | { readonly outcome: "verified"; readonly keyid: string; readonly payload: unknown }
  | { readonly outcome: "malformed" }
  | { readonly outcome: "wrong-key" };

/**
 * Reads what the holder of a key has signed. The algorithm is that of the key as it was enrolled, and the header only has to
 * agree; `find` gives the key only where it is one that may sign this.
 */
export async function verifyCompactJws(
  jws: string,
  typ: string,
  find: (keyid: string) => Promise<VerifyKey | null>,
): Promise<CompactJws> {
  const [, header = "", payload = "", signature = ""] = PARTS.exec(jws) ?? [];
  const named = readHeader(header, typ);
  const bytes = Buffer.from(signature, "base64url");
  // Two spellings of one signature would be two approvals to whoever compares texts.
  if (named === null || bytes.toString("base64url") !== signature) {
    return { outcome: "malformed" };
  }
  const key = await find(named.kid);
  const isPinned = key !== null && JWS_ALGORITHMS[key.algorithm].includes(named.alg);
  if (!isPinned || !(await verifyBytes(key, Buffer.from(`${header}.${payload}`), bytes))) {
    return { outcome: "wrong-key" };
  }
  const said = parseStrictJson(Buffer.from(payload, "base64url"));
  return said.valid ? { outcome: "verified", keyid: named.kid, payload: said.value } : { outcome: "malformed" };
}

function readHeader(header: string, typ: string): { readonly alg: string; readonly kid: string } | null {
  const read = parseStrictJson(Buffer.from(header, "base64url"));
  if (!read.valid || typeof read.value !== "object" || read.value === null) {
    return null;
  }
  const members: Readonly<Record<string, unknown>> = { ...read.value };
  const { alg, kid } = members;
  const isExact = Object.keys(members).every((name) => HEADER_MEMBERS.includes(name)) && members["typ"] === typ;
  return isExact && typeof alg === "string" && typeof kid === "string" && KEYID.test(kid) ? { alg, kid } : null;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
