import { createPrivateKey } from "node:crypto";
import fc from "fast-check";
import { createSigner, httpbis } from "http-message-signatures";
import { type InnerList, parseDictionary, serializeDictionary, Token } from "structured-headers";
import { expect, test } from "vitest";
import type { AgencyKey } from "#gateway/caller/agency-keys.ts";
import { isRefusal } from "#gateway/caller/refusal.ts";
import { verifyCall } from "#gateway/caller/verify-call.ts";
import { readWireRequest } from "#gateway/caller/wire-request.ts";
import { signKeyOfJwk, verifyKeyOfJwk } from "#gateway/client/http-signature/signature-algorithms.ts";
import { type BareItem, parseSignatureInput } from "#gateway/client/http-signature/signature-grammar.ts";
import { signRequest } from "#gateway/client/sign-request.ts";
import { makeKey, newNonce, type TestKey } from "./compose-call.ts";
import { NOW, ROUTES } from "./small-hub.ts";

const ORIGIN = "https://hub.example";
const PATH = "/v1/people/6f1c0f0e-0b0c-4a52-9e2e-6d6f2b5e8d11";
const ACTOR = { "hub-actor": '"u-7f3c9a"', "hub-purpose": "iom-case-management" };
const KEYS = [makeKey(), makeKey("ecdsa-p256-sha256"), makeKey("ecdsa-p384-sha384")] as const;

async function verdict(headers: Readonly<Record<string, string>>, key: TestKey, target = PATH): Promise<string> {
  const rawHeaders = Object.entries({ Host: "hub.example", ...headers }).flat();
  const wire = readWireRequest({ method: "GET", url: target, rawHeaders });
  const keys = { find: (keyid: string) => (keyid === key.keyid ? agencyKey(key) : undefined) };
  const result = await verifyCall(wire, NOW, { origin: ORIGIN, environment: "live", routes: ROUTES, keys });
  return isRefusal(result) ? result.code : "accepted";
}

function agencyKey({ keyid, algorithm, publicJwk }: TestKey): AgencyKey {
  const publicKey = verifyKeyOfJwk(publicJwk)?.publicKey ?? expect.fail("no key");
  const times = { notBefore: new Date(0), notAfter: new Date("2030-01-01T00:00:00Z") };
  return { keyid, algorithm, publicKey, agencyId: "a", use: "request", state: "active", environment: "live", ...times };
}

test.each(KEYS.map((key) => [key.algorithm, key] as const))(
  "what http-message-signatures signs with %s, we accept",
  async (algorithm, key) => {
    const privateKey = createPrivateKey(
      signKeyOfJwk(key.privateJwk).privateKey.export({ format: "pem", type: "pkcs8" }),
    );
    const message = await httpbis.signMessage(
      {
        key: createSigner(privateKey, algorithm, key.keyid),
        name: "hub",
        fields: ["@method", "@target-uri", "hub-actor", "hub-purpose"],
        params: ["created", "keyid", "nonce", "tag"],
        paramValues: { created: NOW, nonce: newNonce(), tag: "iom-hub-req-v1" },
      },
      { method: "GET", url: ORIGIN + PATH, headers: { ...ACTOR } },
    );
    const headers = Object.fromEntries(Object.entries(message.headers).map(([name, value]) => [name, String(value)]));
    expect(await verdict(headers, key)).toBe("accepted");
  },
);

test.each(KEYS.map((key) => [key.algorithm, key] as const))(
  "what we sign with %s, http-message-signatures accepts, and its base is ours",
  async (_algorithm, key) => {
    const request = { method: "GET", targetUri: ORIGIN + PATH, headers: ACTOR };
    const signed = await signRequest(request, key.keyid, signKeyOfJwk(key.privateJwk), NOW);
    const [input] = parseSignatureInput(signed.signatureInput) ?? [];
    const fields = input?.components.map(({ identifier }) => identifier) ?? [];
    const theirs = httpbis.formatSignatureBase(
      httpbis.createSignatureBase({ fields }, { method: "GET", url: request.targetUri, headers: { ...ACTOR } }),
    );
    expect(signed.base).toBe(`${theirs}\n"@signature-params": ${input?.text}`);
    expect(
      await verdict({ ...ACTOR, "signature-input": signed.signatureInput, signature: signed.signature }, key),
    ).toBe("accepted");
  },
);

const label = fc.stringMatching(/^[a-z*][a-z0-9_.*-]{0,8}$/);
const text = fc.stringMatching(/^[ !#-[\]-~]{0,12}$/);
const bare = fc.oneof(
  text,
  fc.integer({ min: 0, max: 999_999_999_999_999 }),
  fc.boolean(),
  label.map((name) => new Token(name)),
);
const parameters = fc.array(fc.tuple(label, bare), { maxLength: 4 }).map((pairs) => new Map(pairs));
const innerList: fc.Arbitrary<InnerList> = fc.tuple(fc.array(fc.tuple(text, parameters), { maxLength: 5 }), parameters);

test("whatever structured-headers writes of our shape, we read as it does", () => {
  fc.assert(
    fc.property(label, innerList, (name, list) => {
      const [member, ...others] = parseSignatureInput(serializeDictionary(new Map([[name, list]]))) ?? [];
      expect(others).toEqual([]);
      expect(member?.label).toBe(name);
      expect(member?.components.map(({ name: own, parameters: params }) => [own, params.map(readable)])).toEqual(
        list[0].map(([own, params]) => [own, [...params].map(([param, value]) => [param, written(value)])]),
      );
      expect(member?.parameters.map(readable)).toEqual([...list[1]].map(([param, value]) => [param, written(value)]));
    }),
    { numRuns: 500 },
  );
});

test("whatever we accept, structured-headers accepts too, and writes it back as it was", () => {
  const spelled = fc.stringMatching(
    /^[a-z]{1,3}=\((?:"[a-z@-]{1,6}"(?:;[a-z]{1,3}(?:=(?:[0-9]{1,3}|"[a-z ]*"|\?1|[a-z]+))?)?[ )]{0,2}){0,3}\)?(?:;[a-z]{1,3}(?:=[0-9.]{1,5}|="[^"\\]*")?){0,3}$/,
  );
  fc.assert(
    fc.property(spelled, (input) => {
      const ours = parseSignatureInput(input) ?? [];
      // A value of kind `other` is read only to be refused by its type, so its spelling does not matter.
      const values = ours.flatMap(({ components, parameters: own }) => [
        own,
        ...components.map((one) => one.parameters),
      ]);
      if (ours.length > 0 && values.flat().every(([, value]) => value.kind !== "other")) {
        expect(serializeDictionary(parseDictionary(input)).replaceAll("=?1", "")).toBe(input.replaceAll("=?1", ""));
      }
    }),
    { numRuns: 2000 },
  );
});

function readable([name, value]: readonly [string, BareItem]): readonly [string, unknown] {
  return [name, value.kind === "flag" ? "?1" : value.kind === "string" ? `"${value.text}"` : value.text];
}

function written(value: unknown): unknown {
  if (typeof value === "string") {
    return `"${value}"`;
  }
  return typeof value === "boolean" ? `?${value ? 1 : 0}` : String(value instanceof Token ? value.toString() : value);
}
