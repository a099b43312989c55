import { generateKeyPairSync } from "node:crypto";
import { CompactSign, importJWK } from "jose";
import { expect, test } from "vitest";
import { APPROVAL_TYPE, signCompactJws, verifyCompactJws } from "./compact-jws.ts";
import { keyThumbprint } from "./key-thumbprint.ts";
import { verifyKeyOfJwk } from "./signature-algorithms.ts";

const KEYS = {
  Ed25519: generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" }),
  "P-256": generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" }),
  "P-384": generateKeyPairSync("ec", { namedCurve: "P-384" }).privateKey.export({ format: "jwk" }),
};
const key = KEYS.Ed25519;
const other = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
const said = { agreement: "solent-iom", version: 2 };
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const decode = (part: string | undefined) => JSON.parse(Buffer.from(part ?? "", "base64url").toString());
const read = (jws: string, holder = key) => verifyCompactJws(jws, APPROVAL_TYPE, async () => verifyKeyOfJwk(holder));

/** The last character carries four bits that no byte needs. */
function respelled(jws: string): string {
  return `${jws.slice(0, -1)}${String.fromCharCode((jws.codePointAt(jws.length - 1) ?? 0) + 1)}`;
}

/** The same JWS with another header, its signature left as it was or made anew by whoever holds the key. */
async function withHeader(change: Readonly<Record<string, unknown>>): Promise<string> {
  const [header, payload, signature] = (await signCompactJws(APPROVAL_TYPE, said, key)).split(".");
  return `${encode({ ...decode(header), ...change })}.${payload}.${signature}`;
}

test.each([
  ["nothing at all", async () => "", "malformed"],
  ["two parts", async () => "a.b", "malformed"],
  ["no algorithm", () => withHeader({ alg: "none" }), "wrong-key"],
  ["another algorithm than the key's", () => withHeader({ alg: "ES256" }), "wrong-key"],
  ["an algorithm with a shared secret", () => withHeader({ alg: "HS256" }), "wrong-key"],
  ["another type", () => withHeader({ typ: "iom-hub-event+jws" }), "malformed"],
  ["a key of its own in the header", () => withHeader({ jwk: other }), "malformed"],
  ["a critical extension", () => withHeader({ crit: ["exp"] }), "malformed"],
  ["a changed header", () => withHeader({ alg: "Ed25519" }), "wrong-key"],
  ["a key id that is none", () => withHeader({ kid: "../keys" }), "malformed"],
  ["another's signature", () => signCompactJws(APPROVAL_TYPE, said, other), "wrong-key"],
  [
    "a changed payload",
    async () => {
      const [header, , signature] = (await signCompactJws(APPROVAL_TYPE, said, key)).split(".");
      return `${header}.${encode({ ...said, version: 3 })}.${signature}`;
    },
    "wrong-key",
  ],
  ["a signature spelled otherwise", async () => respelled(await signCompactJws(APPROVAL_TYPE, said, key)), "malformed"],
])("%s is not accepted", async (_what, make, outcome) => {
  expect(await read(await make())).toEqual({ outcome });
});

test("a payload with a member twice is not accepted, whoever signed it", async () => {
  const [header = ""] = (await signCompactJws(APPROVAL_TYPE, said, key)).split(".");
  const { signBytes, signKeyOfJwk } = await import("./signature-algorithms.ts");
  const signed = `${header}.${Buffer.from('{"version":2,"version":3}').toString("base64url")}`;
  const signature = await signBytes(signKeyOfJwk(key), Buffer.from(signed));
  expect(await read(`${signed}.${signature.toString("base64url")}`)).toEqual({ outcome: "malformed" });
});

test("a key that may not sign this is as good as none", async () => {
  const jws = await signCompactJws(APPROVAL_TYPE, said, key);
  expect(await verifyCompactJws(jws, APPROVAL_TYPE, async () => null)).toEqual({ outcome: "wrong-key" });
});

test("what another library has signed is read as well", async () => {
  const { crv, d, kty, x } = key;
  const kid = keyThumbprint({ kty, crv, x });
  for (const alg of ["EdDSA", "Ed25519"]) {
    const signed = await new CompactSign(Buffer.from(JSON.stringify(said)))
      .setProtectedHeader({ alg, kid, typ: APPROVAL_TYPE })
      .sign(await importJWK({ crv: "Ed25519", d: d ?? "", kty: "OKP", x: x ?? "" }, alg));
    expect(await read(signed)).toEqual({ outcome: "verified", keyid: kid, payload: said });
  }
});

test.each(Object.entries(KEYS))("what a key of %s has signed is read as it was written", async (_curve, holder) => {
  const jws = await signCompactJws(APPROVAL_TYPE, said, holder);
  expect(await read(jws, holder)).toMatchObject({ outcome: "verified", payload: said });
});
