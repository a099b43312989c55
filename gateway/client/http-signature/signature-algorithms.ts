import { createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject, sign, verify } from "node:crypto";

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

/** The algorithm a JWK is for, by its type and curve; null when the profile has none. */
export function algorithmOfJwk(jwk: JsonWebKey): SignatureAlgorithm | null {
  const names = Object.keys(SIGNATURE_ALGORITHMS).filter(isSignatureAlgorithm);
  return (
    names.find((name) => SIGNATURE_ALGORITHMS[name].kty === jwk.kty && SIGNATURE_ALGORITHMS[name].crv === jwk.crv) ??
    null
  );
}

export function isSignatureAlgorithm(name: string): name is SignatureAlgorithm {
  return Object.hasOwn(SIGNATURE_ALGORITHMS, name);
}

/** Reads a private JWK, or throws: a key that cannot sign in this profile is a configuration fault. */
export function signKeyOfJwk(jwk: JsonWebKey): SignKey {
  const algorithm = algorithmOfJwk(jwk);
  if (algorithm === null) {
    throw new TypeError("the key is not Ed25519, P-256 or P-384");
  }
  return { algorithm, privateKey: createPrivateKey({ key: jwk, format: "jwk" }) };
}

/** Reads a public JWK; null when the profile does not know its kind or it is no valid key. */
export function verifyKeyOfJwk(jwk: JsonWebKey): VerifyKey | null {
  const algorithm = algorithmOfJwk(jwk);
  if (algorithm === null) {
    return null;
  }
  try {
    return { algorithm, publicKey: createPublicKey({ key: jwk, format: "jwk" }) };
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
