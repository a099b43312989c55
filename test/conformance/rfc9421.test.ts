import { constants, createHmac, createPublicKey, timingSafeEqual, verify } from "node:crypto";
import { describe, expect, test } from "vitest";
import { isRefusal } from "#gateway/caller/refusal.ts";
import { verifyCall } from "#gateway/caller/verify-call.ts";
import { readWireRequest } from "#gateway/caller/wire-request.ts";
import { verifyBytes, verifyKeyOfJwk } from "#gateway/client/http-signature/signature-algorithms.ts";
import { isFromRequest, signatureBase } from "#gateway/client/http-signature/signature-base.ts";
import {
  type Component,
  parameter,
  parseSignature,
  parseSignatureInput,
} from "#gateway/client/http-signature/signature-grammar.ts";
import { hasVectors, readVectors } from "./shared-vectors.ts";

type Message = {
  readonly method?: string;
  readonly target?: string;
  readonly status?: number;
  readonly headers: readonly (readonly [string, string])[];
};
type MessageVector = {
  readonly id: string;
  readonly scheme: string;
  readonly label: string;
  readonly keyid: string;
  readonly alg: string;
  /** Null where the RFC gives none. */
  readonly base: string | null;
  readonly expect: boolean;
  readonly message: Message;
  readonly request?: Message;
};
type Vectors = {
  readonly keys: Readonly<Record<string, { readonly jwk?: Record<string, string>; readonly secretBase64?: string }>>;
  readonly vectors: readonly MessageVector[];
};
type ComponentVectors = {
  readonly vectors: readonly { readonly message: Message; readonly lines: readonly string[] }[];
};

const { keys, vectors } = (readVectors("rfc9421/message-vectors.json") ?? { keys: {}, vectors: [] }) as Vectors;
const components = (readVectors("rfc9421/component-vectors.json") ?? { vectors: [] }) as ComponentVectors;

/** Field values as RFC 9421 section 2.1 has them: lines trimmed and joined. The profile itself allows one line only. */
function fieldValue({ headers }: Message, name: string): string | null {
  const lines = headers.filter(([known]) => known.toLowerCase() === name).map(([, value]) => value.trim());
  return lines.length === 0 ? null : lines.join(", ");
}

/** Every derived component that the messages of the RFC cover; the profile uses three of them. */
function resolve(wanted: Component, { message, request, scheme }: MessageVector): string | null {
  const source = isFromRequest(wanted) ? (request ?? message) : message;
  const url = new URL(`${scheme}://${fieldValue(source, "host") ?? "none"}${source.target ?? "/"}`);
  const derived: Readonly<Record<string, () => string>> = {
    "@method": () => source.method ?? "",
    "@authority": () => url.host,
    "@path": () => url.pathname,
    "@query": () => url.search || "?",
    "@query-param": () => url.searchParams.get(parameter(wanted.parameters, "name")?.text ?? "") ?? "",
    "@status": () => String(source.status),
    "@target-uri": () => url.href,
  };
  return derived[wanted.name]?.() ?? fieldValue(source, wanted.name);
}

/** The member of a header that has this label: our parser wants one member, the RFC's messages may have two. */
function memberText({ message }: MessageVector, header: string, label: string): string {
  const text = fieldValue(message, header) ?? "";
  const start = text.indexOf(`${label}=`);
  const next = text.slice(start).search(/, [a-z0-9_-]+=[(:]/);
  return next === -1 ? text.slice(start) : text.slice(start, start + next);
}

async function verifies({ keyid, alg }: MessageVector, base: string, signature: Buffer): Promise<boolean> {
  const { jwk, secretBase64 = "" } = keys[keyid] ?? {};
  if (alg === "hmac-sha256") {
    const mac = createHmac("sha256", Buffer.from(secretBase64, "base64")).update(base).digest();
    return mac.length === signature.length && timingSafeEqual(mac, signature);
  }
  const ours = verifyKeyOfJwk(jwk ?? {});
  if (ours !== null) {
    return verifyBytes(ours, Buffer.from(base), signature);
  }
  const key = createPublicKey({ key: jwk ?? {}, format: "jwk" });
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 };
  return alg === "rsa-pss-sha512"
    ? verify("sha512", Buffer.from(base), { key, ...pss }, signature)
    : verify("sha256", Buffer.from(base), key, signature);
}

describe.skipIf(!hasVectors)("the messages of RFC 9421", () => {
  test("are all there", () => {
    expect(vectors).toHaveLength(17);
  });

  test.each(vectors.map((vector) => [vector.id, vector] as const))("%s: base and verdict", async (_id, vector) => {
    const [input] = parseSignatureInput(memberText(vector, "signature-input", vector.label)) ?? [];
    const [signature] = parseSignature(memberText(vector, "signature", vector.label)) ?? [];
    expect(input?.label).toBe(vector.label);
    const base = signatureBase(input?.components ?? [], input?.text ?? "", (wanted) => resolve(wanted, vector));
    if (vector.base !== null) {
      // Some bases are wrapped as the RFC prints them (RFC 8792).
      expect(base).toBe(vector.base.replaceAll(/\\\n */g, ""));
    }
    expect(await verifies(vector, base ?? "", signature?.bytes ?? Buffer.alloc(0))).toBe(vector.expect);
  });

  test.each(
    vectors
      .filter(({ request, message }) => request === undefined && message.status === undefined)
      .map((vector) => [vector.id, vector] as const),
  )("%s: the profile refuses it", async (_id, { message, keyid }) => {
    const rawHeaders = message.headers.flatMap(([name, value]) => [name, value.trim()]);
    const wire = readWireRequest({ method: message.method ?? "", url: message.target ?? "", rawHeaders });
    const host = message.headers.find(([name]) => name === "Host")?.[1].trim() ?? "example.com";
    const { pathname } = new URL(message.target ?? "/", "https://any");
    const method = message.method === "POST" ? ("POST" as const) : ("GET" as const);
    const route = { method, path: pathname, personal: false, idempotent: false, claimsNonce: false };
    const result = await verifyCall(wire, new Date(1_618_884_473_000), {
      origin: `https://${host}`,
      environment: "live",
      routes: [{ ...route, content: method === "POST" ? "json" : "none" }],
      // Not even a key that is known helps: the profile ends before a key is looked up.
      keys: { find: () => expect.fail(`${keyid} was looked up`) },
    });
    expect(isRefusal(result)).toBe(true);
  });
});

describe.skipIf(!hasVectors)("the component lines of RFC 9421 section 2", () => {
  const PLAIN = /^"(?:@method|@target-uri|@status|[a-z][a-z0-9-]*)": /;
  const lines = components.vectors.flatMap((vector) => vector.lines.map((line) => [line, vector] as const));
  const ours = lines.filter(([line]) => PLAIN.test(line) && !line.startsWith('"x-obs-fold'));

  test("of which the profile has some, and names none of the others", () => {
    expect([lines.length, ours.length]).toEqual([35, 11]);
  });

  test.each(ours)("%s", (line, vector) => {
    const identifier = line.slice(0, line.indexOf(": "));
    const [input] = parseSignatureInput(`a=(${identifier});created=1`) ?? [];
    const message = { ...vector, scheme: "https", label: "a", keyid: "", alg: "", base: "", expect: true, id: "" };
    const base = signatureBase(input?.components ?? [], input?.text ?? "", (wanted) => resolve(wanted, message));
    expect(base?.split("\n")[0]).toBe(line);
  });
});
