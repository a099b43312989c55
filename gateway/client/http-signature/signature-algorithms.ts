import { createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject, sign, verify } from "node:crypto";
import { hasSmallOrder } from "./small-order.ts";

/** The algorithms of both profiles, and how each is spelled, sized and computed. */
export const SIGNATURE_ALGORITHMS = {
  ed25519: { kty: "OKP", crv: "Ed25519", hash: null, signatureBytes: 64 },
  "ecdsa-p256-sha256": { kty: "EC", crv: "P-256", hash: "sha256", signatureBytes: 64 },
  "ecdsa-p384-sha384": { kty: "EC", crv: "P-384", hash: "sha384", signatureBytes: 96 },
} as const;

export type SignatureAlgorithm = keyof typeof SIGNATURE_ALGORITHMS;

/** A public key with the one algorithm it may be used with: the algorithm is never taken from a message. */
export type VerifyKey = { readonly algorithm: SignatureAlgorithm; readonly publicKey: KeyObject };
export type SignKey = { readonly algorithm: SignatureAlgorithm; readonly privateKey: KeyObject };

/** The members that make a public key, and no other: what else a JWK says is never believed. */
export type PublicJwk = {
  readonly kty?: string | undefined;
  readonly crv?: string | undefined;
  readonly x?: string | undefined;
  readonly y?: string | undefined;
};
export type PrivateJwk = PublicJwk & { readonly d?: string | undefined };

/** The algorithm a JWK is for, by its type and curve; null when the profile has none. */
export function algorithmOfJwk(jwk: PublicJwk): SignatureAlgorithm | null {
  const names = Object.keys(SIGNATURE_ALGORITHMS).filter(isSignatureAlgorithm);
  return (
    names.find((name) => SIGNATURE_ALGORITHMS[name].kty === jwk.kty && SIGNATURE_ALGORITHMS[name].crv === jwk.crv) ??
    null
  );
}

function isSignatureAlgorithm(name: string): name is SignatureAlgorithm {
  return Object.hasOwn(SIGNATURE_ALGORITHMS, name);
}

/** Reads a private JWK, or throws: a key that cannot sign in this profile is a configuration fault. */
export function signKeyOfJwk(jwk: PrivateJwk): SignKey {
  const algorithm = algorithmOfJwk(jwk);
  if (algorithm === null) {
    throw new TypeError("the key is not Ed25519, P-256 or P-384");
  }
  return { algorithm, privateKey: createPrivateKey({ key: members({ ...jwk }), format: "jwk" }) };
}

/** Reads a public JWK; null when the profile does not know its kind or it is no valid key. */
export function verifyKeyOfJwk(jwk: PublicJwk): VerifyKey | null {
  const algorithm = algorithmOfJwk(jwk);
  if (algorithm === null || (algorithm === "ed25519" && hasSmallOrder(jwk.x ?? ""))) {
    return null;
  }
  const { kty, crv, x, y } = jwk;
  try {
    return { algorithm, publicKey: createPublicKey({ key: members({ kty, crv, x, y }), format: "jwk" }) };
  } catch {
    return null;
  }
}

/** Signs in a worker thread, so that the event loop keeps answering. ECDSA in IEEE P1363 form. */
export function signBytes({ algorithm, privateKey }: SignKey, bytes: Uint8Array): Promise<Buffer> {
  const { hash } = SIGNATURE_ALGORITHMS[algorithm];
  return new Promise((resolve, reject) => {
    sign(hash, bytes, { key: privateKey, dsaEncoding: "ieee-p1363" }, (error, signature) =>
      error === null ? resolve(signature) : reject(error),
    );
  });
}

/** False for any signature that is not exactly right; the length is looked at before the arithmetic. */
export function verifyBytes(
  { algorithm, publicKey }: VerifyKey,
  bytes: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const { hash, signatureBytes } = SIGNATURE_ALGORITHMS[algorithm];
  if (signature.length !== signatureBytes) {
    return Promise.resolve(false);
  }
  return new Promise((resolve, reject) => {
    verify(hash, bytes, { key: publicKey, dsaEncoding: "ieee-p1363" }, signature, (error, valid) =>
      error === null ? resolve(valid) : reject(error),
    );
  });
}

function members(jwk: PrivateJwk): JsonWebKey {
  return Object.fromEntries(Object.entries(jwk).filter(([, value]) => value !== undefined));
}
