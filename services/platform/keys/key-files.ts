import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { join } from "node:path";
import { loadOrCreateSecret } from "./private-files.ts";

export type Ed25519PublicJwk = { readonly kty: "OKP"; readonly crv: "Ed25519"; readonly x: string };

/** A key of the hub's own; `keyid` is its RFC 7638 thumbprint. */
export type HubKey = {
  readonly keyid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly publicJwk: Ed25519PublicJwk;
};

const USE_FORM = /^[a-z][a-z0-9-]{0,31}$/;

/** The Ed25519 key kept in `<directory>/<use>.key.json`, made there at first need. */
export async function loadOrCreateKey(directory: string, use: string): Promise<HubKey> {
  if (!USE_FORM.test(use)) throw new Error("the use of a key is a short lower-case name");
  const file = join(directory, `${use}.key.json`);
  const stored = await loadOrCreateSecret(file, () => `${JSON.stringify(newPrivateJwk())}\n`);
  try {
    return keyFromJwk(JSON.parse(stored));
  } catch (cause) {
    throw new Error(`the key file ${use}.key.json does not hold an Ed25519 private JWK`, { cause });
  }
}

/** RFC 7638: SHA-256 over the required members in lexical order, in base64url. */
function thumbprint(jwk: Ed25519PublicJwk): string {
  const canonical = JSON.stringify({ crv: jwk.crv, kty: jwk.kty, x: jwk.x });
  return createHash("sha256").update(canonical).digest("base64url");
}

function newPrivateJwk(): unknown {
  return generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
}

function keyFromJwk(jwk: unknown): HubKey {
  if (typeof jwk !== "object" || jwk === null) throw new Error("not a JSON object");
  const privateKey = createPrivateKey({ key: { ...jwk }, format: "jwk" });
  if (privateKey.asymmetricKeyType !== "ed25519") throw new Error("not an Ed25519 key");
  const publicKey = createPublicKey(privateKey);
  const { x } = publicKey.export({ format: "jwk" });
  if (x === undefined) throw new Error("no public coordinate");
  const publicJwk: Ed25519PublicJwk = { kty: "OKP", crv: "Ed25519", x };
  return { keyid: thumbprint(publicJwk), privateKey, publicKey, publicJwk };
}
