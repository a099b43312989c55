import { randomBytes } from "node:crypto";
import { type SignKey, signBytes } from "./http-signature/signature-algorithms.ts";
import { component, signatureBase } from "./http-signature/signature-base.ts";

const REQUEST_TAG = "iom-hub-req-v1";
const NONCE_BYTES = 24;

export type RequestToSign = {
  readonly method: string;
  /** Absolute, byte for byte as it will be asked for. */
  readonly targetUri: string;
  /** By lower-case name. All of them are covered: what has no effect is not worth sending, what has is signed. */
  readonly headers: Readonly<Record<string, string>>;
};

export type RequestSignature = {
  readonly signatureInput: string;
  readonly signature: string;
  readonly base: string;
  readonly nonce: string;
};

/** Signs a request by profile iom-hub-req-v1 with a nonce of its own: each attempt needs a new signature. */
export async function signRequest(
  request: RequestToSign,
  keyid: string,
  key: SignKey,
  now: Date,
): Promise<RequestSignature> {
  const covered = ["@method", "@target-uri", ...Object.keys(request.headers)].map((name) => component(name));
  const nonce = randomBytes(NONCE_BYTES).toString("base64url");
  const created = Math.floor(now.getTime() / 1000);
  const list = covered.map(({ identifier }) => identifier).join(" ");
  const params = `(${list});created=${created};keyid="${keyid}";nonce="${nonce}";tag="${REQUEST_TAG}"`;
  const base = signatureBase(covered, params, ({ name }) => requestComponent(request, name)) ?? "";
  const signature = await signBytes(key, Buffer.from(base));
  return { signatureInput: `hub=${params}`, signature: `hub=:${signature.toString("base64")}:`, base, nonce };
}

function requestComponent({ method, targetUri, headers }: RequestToSign, name: string): string | null {
  if (name === "@method") {
    return method;
  }
  return name === "@target-uri" ? targetUri : (headers[name] ?? null);
}
