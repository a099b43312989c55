import { createHash } from "node:crypto";
import type { PublicJwk } from "./signature-algorithms.ts";

/** What every keyid looks like; anything else is refused before a key is looked up. */
export const KEYID = /^[A-Za-z0-9_-]{43}$/;

/** The RFC 7638 thumbprint that names a key everywhere: SHA-256 of its required members in their one order. */
export function keyThumbprint({ kty, crv, x, y }: PublicJwk): string {
  const members = kty === "EC" ? { crv, kty, x, y } : { crv, kty, x };
  return createHash("sha256").update(JSON.stringify(members)).digest("base64url");
}
