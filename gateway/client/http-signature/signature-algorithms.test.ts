import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { keyThumbprint } from "./key-thumbprint.ts";
import { signBytes, signKeyOfJwk, verifyBytes, verifyKeyOfJwk } from "./signature-algorithms.ts";
import { hasSmallOrder } from "./small-order.ts";

const MESSAGE = Buffer.from("anything at all");

test("a signature verifies under its own key and message, and nothing else", async () => {
  for (const pair of [
    generateKeyPairSync("ed25519"),
    generateKeyPairSync("ec", { namedCurve: "P-256" }),
    generateKeyPairSync("ec", { namedCurve: "P-384" }),
  ]) {
    const signKey = signKeyOfJwk(pair.privateKey.export({ format: "jwk" }));
    const verifyKey = verifyKeyOfJwk(pair.publicKey.export({ format: "jwk" }));
    const signature = await signBytes(signKey, MESSAGE);
    if (verifyKey === null) {
      throw new Error("the key is valid");
    }
    expect(await verifyBytes(verifyKey, MESSAGE, signature)).toBe(true);
    expect(await verifyBytes(verifyKey, Buffer.from("another"), signature)).toBe(false);
    expect(await verifyBytes(verifyKey, MESSAGE, signature.subarray(1))).toBe(false);
    expect(await verifyBytes(verifyKey, MESSAGE, Buffer.concat([signature, Buffer.of(0)]))).toBe(false);
    expect(await verifyBytes(verifyKey, MESSAGE, Buffer.alloc(signature.length))).toBe(false);
  }
});

test.each([
  ["RSA", generateKeyPairSync("rsa", { modulusLength: 2048 })],
  ["secp256k1", generateKeyPairSync("ec", { namedCurve: "secp256k1" })],
  ["P-521", generateKeyPairSync("ec", { namedCurve: "P-521" })],
  ["Ed448", generateKeyPairSync("ed448")],
  ["X25519", generateKeyPairSync("x25519")],
])("a key of kind %s is not one of the profile's", (_kind, { publicKey, privateKey }) => {
  expect(verifyKeyOfJwk(publicKey.export({ format: "jwk" }))).toBeNull();
  expect(() => signKeyOfJwk(privateKey.export({ format: "jwk" }))).toThrow("not Ed25519");
});

test.each([
  ["a point off its curve", { kty: "EC", crv: "P-256", x: "A".repeat(43), y: "A".repeat(43) }],
  ["half a point", { kty: "EC", crv: "P-256", x: "A".repeat(43) }],
  ["too few bytes", { kty: "OKP", crv: "Ed25519", x: "AAAA" }],
  ["nothing", { kty: "OKP", crv: "Ed25519" }],
  ["a type that is not its curve's", { kty: "EC", crv: "Ed25519", x: "A".repeat(43) }],
])("%s is no key", (_what, jwk) => {
  expect(verifyKeyOfJwk(jwk)).toBeNull();
});

test("a point of small order is no key: under it a signature of nothing verifies for everything", async () => {
  const identity = Buffer.alloc(32);
  identity[0] = 1;
  const x = identity.toString("base64url");
  const publicKey = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  const forged = Buffer.concat([identity, Buffer.alloc(32)]);
  expect(await verifyBytes({ algorithm: "ed25519", publicKey }, MESSAGE, forged)).toBe(true);
  expect(verifyKeyOfJwk({ kty: "OKP", crv: "Ed25519", x })).toBeNull();
  const withSignBit = Buffer.from(identity);
  withSignBit[31] = 0x80;
  expect(hasSmallOrder(withSignBit.toString("base64url"))).toBe(true);
  expect(hasSmallOrder("")).toBe(false);
});

test("a thumbprint is the one of RFC 8037 appendix A.3, whatever else the JWK says", () => {
  const jwk = { kty: "OKP", crv: "Ed25519", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" };
  expect(keyThumbprint(jwk)).toBe("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
  expect(keyThumbprint({ ...jwk, ...{ kid: "liar", use: "enc" } })).toBe(keyThumbprint(jwk));
});
