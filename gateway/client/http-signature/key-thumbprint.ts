import { createHash, type JsonWebKey } from "node:crypto";

/** The RFC 7638 thumbprint that names a key everywhere: 43 characters, base64url, SHA-256. */
export function keyThumbprint(jwk: JsonWebKey): string {
  const members =
    jwk.kty === "EC" ? { crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y } : { crv: jwk.crv, kty: jwk.kty, x: jwk.x };
  return createHash("sha256").update(JSON.stringify(members)).digest("base64url");
}

export const KEYID = /^[A-Za-z0-9_-]{43}$/;
