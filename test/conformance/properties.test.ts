import fc from "fast-check";
import { expect, test } from "vitest";
import type { AgencyKey } from "#gateway/caller/agency-keys.ts";
import { isRefusal } from "#gateway/caller/refusal.ts";
import { verifyCall } from "#gateway/caller/verify-call.ts";
import { readWireRequest } from "#gateway/caller/wire-request.ts";
import { contentDigest } from "#gateway/client/http-signature/content-digest.ts";
import { signKeyOfJwk, verifyKeyOfJwk } from "#gateway/client/http-signature/signature-algorithms.ts";
import { signRequest } from "#gateway/client/sign-request.ts";
import { makeKey, type TestKey } from "./compose-call.ts";
import { NOW, ROUTES } from "./small-hub.ts";

const ORIGIN = "https://hub.example";
const KEYS = [makeKey(), makeKey("ecdsa-p256-sha256"), makeKey("ecdsa-p384-sha384")];

type Call = { readonly method: string; readonly target: string; readonly headers: Readonly<Record<string, string>> };

const segment = fc.stringMatching(/^[A-Za-z0-9_~-]{1,20}$/);
const query = fc.dictionary(
  fc.stringMatching(/^[a-z]{1,6}$/),
  fc.stringMatching(/^(?:[A-Za-z0-9+:@,]|%20|%2B){0,8}$/),
  { maxKeys: 3 },
);
const optional = {
  "hub-agreement": fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/),
  "hub-request-id": fc.stringMatching(/^"[A-Za-z0-9._-]{1,20}"$/),
  "if-none-match": fc.stringMatching(/^"[!#-~]{1,20}"$/),
  "last-event-id": fc.stringMatching(/^[!-~]{1,40}$/),
  prefer: fc.stringMatching(/^wait=[0-9]{1,2}$/),
};
const call: fc.Arbitrary<Call> = fc
  .tuple(
    fc.boolean(),
    segment,
    query,
    fc.stringMatching(/^"[A-Za-z0-9._:-]{1,40}"$/),
    fc.stringMatching(/^[a-z]{1,8}(?:-[a-z0-9]{1,8}){0,3}$/),
    fc.record(optional, { requiredKeys: [] }),
    fc.uuid(),
    fc.string(),
  )
  .map(([isPost, id, parameters, actor, purpose, more, uuid, body]) => {
    const pairs = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
    const headers = { "hub-actor": actor, "hub-purpose": purpose, ...(more as Record<string, string>) };
    return isPost
      ? {
          method: "POST",
          target: "/v1/searches",
          headers: {
            "content-type": "application/json",
            "content-digest": contentDigest(Buffer.from(body)),
            "idempotency-key": `"${uuid}"`,
            ...headers,
          },
        }
      : { method: "GET", target: `/v1/people/${id}${pairs.length === 0 ? "" : `?${pairs.join("&")}`}`, headers };
  });

async function accepts({ method, target, headers }: Call, key: TestKey): Promise<boolean> {
  const rawHeaders = Object.entries({ host: "hub.example", ...headers }).flat();
  const wire = readWireRequest({ method, url: target, rawHeaders });
  const keys = { find: (keyid: string) => (keyid === key.keyid ? agencyKey(key) : undefined) };
  const result = await verifyCall(wire, NOW, { origin: ORIGIN, environment: "live", routes: ROUTES, keys });
  return !isRefusal(result);
}

async function signed(one: Call, key: TestKey): Promise<Call> {
  const request = { method: one.method, targetUri: ORIGIN + one.target, headers: one.headers };
  const { signatureInput, signature } = await signRequest(request, key.keyid, signKeyOfJwk(key.privateJwk), NOW);
  return { ...one, headers: { ...one.headers, "signature-input": signatureInput, signature } };
}

function agencyKey({ keyid, algorithm, publicJwk }: TestKey): AgencyKey {
  const publicKey = verifyKeyOfJwk(publicJwk)?.publicKey ?? expect.fail("no key");
  const times = { notBefore: new Date(0), notAfter: new Date("2030-01-01T00:00:00Z") };
  return { keyid, algorithm, publicKey, agencyId: "a", use: "request", state: "active", environment: "live", ...times };
}

test("whatever the client can sign, the hub accepts", async () => {
  await fc.assert(
    fc.asyncProperty(call, fc.constantFrom(...KEYS), async (one, key) => {
      expect(await accepts(await signed(one, key), key)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test("whichever single bit of a signed call is flipped, the hub refuses it", async () => {
  await fc.assert(
    fc.asyncProperty(call, fc.constantFrom(...KEYS), fc.nat(), fc.nat(), async (one, key, place, bit) => {
      const whole = await signed(one, key);
      const parts = [["@target", whole.target] as const, ...Object.entries(whole.headers)];
      const [name, value] = parts[place % parts.length] ?? ["", ""];
      const bytes = Buffer.from(value, "latin1");
      const at = (place * 31 + bit) % bytes.length;
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (bit % 8));
      const flipped = bytes.toString("latin1");
      const altered =
        name === "@target"
          ? { ...whole, target: flipped }
          : { ...whole, headers: { ...whole.headers, [name]: flipped } };
      expect(await accepts(altered, key)).toBe(false);
    }),
    { numRuns: 1500 },
  );
});

test("whatever is thrown at it, the verifier answers and never throws", async () => {
  const anyHeader = fc.tuple(
    fc.constantFrom("signature-input", "signature", "content-digest", "hub-actor", "host", "x-other"),
    fc.string({ unit: "binary", maxLength: 60 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.string(), fc.string({ unit: "binary" }), fc.array(anyHeader), async (method, url, headers) => {
      const keys = { find: () => undefined };
      const options = { origin: ORIGIN, environment: "live", routes: ROUTES, keys };
      const one = await verifyCall(readWireRequest({ method, url, rawHeaders: headers.flat() }), NOW, options);
      const two = await verifyCall(
        readWireRequest({
          method: "GET",
          url: "/v1/agreements",
          rawHeaders: ["host", "hub.example", ...headers.flat()],
        }),
        NOW,
        options,
      );
      expect(isRefusal(one) && isRefusal(two)).toBe(true);
    }),
    { numRuns: 500 },
  );
});
