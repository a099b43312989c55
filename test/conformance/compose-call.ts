import { createHash, generateKeyPairSync, randomBytes, randomUUID } from "node:crypto";
import { keyThumbprint } from "#gateway/client/http-signature/key-thumbprint.ts";
import {
  type PrivateJwk,
  type PublicJwk,
  type SignatureAlgorithm,
  signBytes,
  signKeyOfJwk,
} from "#gateway/client/http-signature/signature-algorithms.ts";

/** A key pair as an agency has it. */
export type TestKey = {
  readonly keyid: string;
  readonly algorithm: SignatureAlgorithm;
  readonly privateJwk: PrivateJwk;
  readonly publicJwk: PublicJwk;
};

export function makeKey(algorithm: SignatureAlgorithm = "ed25519"): TestKey {
  const curve = { "ecdsa-p256-sha256": "P-256", "ecdsa-p384-sha384": "P-384" } as const;
  const { privateKey, publicKey } =
    algorithm === "ed25519"
      ? generateKeyPairSync("ed25519")
      : generateKeyPairSync("ec", { namedCurve: curve[algorithm] });
  const publicJwk: PublicJwk = publicKey.export({ format: "jwk" });
  const privateJwk: PrivateJwk = privateKey.export({ format: "jwk" });
  return { keyid: keyThumbprint(publicJwk), algorithm, privateJwk, publicJwk };
}

export type HeaderLine = readonly [name: string, value: string];

/** A request as it will go over the wire, to be tampered with before it does. */
export type WireCall = {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly HeaderLine[];
  readonly body: Buffer;
};

export type ComposedCall = WireCall & { readonly base: string };

/** Every part of a signed call that a test may want otherwise. */
export type CallParts = {
  readonly method: string;
  readonly target: string;
  /** The origin that is signed. */
  readonly origin: string;
  readonly host: string;
  readonly headers: readonly HeaderLine[];
  /** Component identifiers as spelled; null covers everything, as the profile asks. */
  readonly covered: readonly string[] | null;
  readonly created: string | null;
  readonly keyid: string | null;
  readonly nonce: string | null;
  readonly tag: string | null;
  /** Appended to the parameters as it is. */
  readonly moreParams: string;
  readonly key: TestKey;
  readonly body: string | null;
  readonly label: string;
  /** Turns the signature base into a signature. */
  readonly sign: (base: Buffer, key: TestKey) => Promise<Buffer>;
};

export const newNonce = () => randomBytes(24).toString("base64url");
export const sha256 = (text: string | Buffer) => `sha-256=:${createHash("sha256").update(text).digest("base64")}:`;
export const signWith = (base: Buffer, { privateJwk }: TestKey) => signBytes(signKeyOfJwk(privateJwk), base);

/** A well-formed signed call, with whatever is asked otherwise. */
export async function composeCall(parts: CallParts): Promise<ComposedCall> {
  const content: readonly HeaderLine[] =
    parts.body === null
      ? []
      : [
          ["Content-Type", "application/json"],
          ["Content-Digest", sha256(parts.body)],
        ];
  const named = new Set(parts.headers.map(([name]) => name.toLowerCase()));
  const signedHeaders = [...content.filter(([name]) => !named.has(name.toLowerCase())), ...parts.headers];
  const covered = parts.covered ?? [
    '"@method"',
    '"@target-uri"',
    ...signedHeaders.map(([name]) => `"${name.toLowerCase()}"`),
  ];
  const params = `(${covered.join(" ")})${paramText(parts)}`;
  const lines = covered.map((identifier) => `${identifier}: ${componentValue(identifier, parts, signedHeaders)}\n`);
  const base = `${lines.join("")}"@signature-params": ${params}`;
  const signature = await parts.sign(Buffer.from(base), parts.key);
  return {
    method: parts.method,
    target: parts.target,
    body: Buffer.from(parts.body ?? ""),
    base,
    headers: [
      ["Host", parts.host],
      ["Connection", "close"],
      ...(parts.body === null ? [] : ([["Content-Length", String(Buffer.byteLength(parts.body))]] as const)),
      ...signedHeaders,
      ["Signature-Input", `${parts.label}=${params}`],
      ["Signature", `${parts.label}=:${signature.toString("base64")}:`],
    ],
  };
}

function paramText({ created, keyid, nonce, tag, moreParams }: CallParts): string {
  return [
    created === null ? "" : `;created=${created}`,
    keyid === null ? "" : `;keyid="${keyid}"`,
    nonce === null ? "" : `;nonce="${nonce}"`,
    tag === null ? "" : `;tag="${tag}"`,
    moreParams,
  ].join("");
}

function componentValue(identifier: string, parts: CallParts, headers: readonly HeaderLine[]): string {
  const name = /^"([^"]*)"/.exec(identifier)?.[1] ?? "";
  if (name === "@method") {
    return parts.method;
  }
  if (name === "@target-uri") {
    return parts.origin + parts.target;
  }
  if (name === "@path") {
    return parts.target.split("?")[0] ?? "";
  }
  return headers.find(([known]) => known.toLowerCase() === name.toLowerCase())?.[1] ?? "";
}

export const withHeader = (call: WireCall, name: string, value: string): WireCall => ({
  ...call,
  headers: [...call.headers, [name, value]],
});

export const withoutHeader = (call: WireCall, name: string): WireCall => ({
  ...call,
  headers: call.headers.filter(([known]) => known.toLowerCase() !== name.toLowerCase()),
});

export const replaceHeader = (call: WireCall, name: string, change: (value: string) => string): WireCall => ({
  ...call,
  headers: call.headers.map(([known, value]) =>
    known.toLowerCase() === name.toLowerCase() ? [known, change(value)] : [known, value],
  ),
});

export const personalHeaders = (): readonly HeaderLine[] => [
  ["Hub-Actor", '"u-7f3c9a"'],
  ["Hub-Purpose", "iom-case-management"],
];

export const postHeaders = (): readonly HeaderLine[] => [
  ["Idempotency-Key", `"${randomUUID()}"`],
  ...personalHeaders(),
];
