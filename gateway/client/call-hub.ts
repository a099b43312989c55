import { randomUUID } from "node:crypto";
import { Agent, type IncomingMessage } from "node:http";
import { Agent as SecureAgent } from "node:https";
import { AnswerRefused } from "./answer-refused.ts";
import { contentDigest } from "./http-signature/content-digest.ts";
import type { SignKey } from "./http-signature/signature-algorithms.ts";
import type { HubKeys } from "./hub-keys.ts";
import { answerHeader, readBody, sendRequest } from "./send-request.ts";
import { signRequest } from "./sign-request.ts";
import { type ReceivedHead, type SentRequest, verifyAnswerHead } from "./verify-answer.ts";

export type CallOptions = {
  /** The agency's own opaque reference to the person or system acting; never a name. */
  readonly actor: string;
  readonly purpose?: string;
  readonly agreement?: string;
  /** Sent as JSON, or as it is when it is bytes already. */
  readonly body?: unknown;
  /** Made up for each POST unless given: give it to repeat a call whose answer was lost. */
  readonly idempotencyKey?: string;
  /** Further headers of the profile, such as `if-match`; all are signed. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
};

export type HubConnection = {
  readonly origin: string;
  readonly keyid: string;
  readonly key: SignKey;
  readonly hubKeys: HubKeys;
  readonly now: () => Date;
  readonly agent: Agent;
};

export type OpenAnswer = { readonly head: ReceivedHead; readonly incoming: IncomingMessage };

/** Keeps connections open between calls; idle ones do not keep the process alive. */
export function agentFor(origin: string): Agent {
  return origin.startsWith("https:") ? new SecureAgent({ keepAlive: true }) : new Agent({ keepAlive: true });
}

/** Makes a signed call and verifies the head of the answer; its body is still to be read. */
export async function callHub(
  connection: HubConnection,
  method: string,
  path: string,
  options: CallOptions,
  mayStream = false,
): Promise<OpenAnswer> {
  const url = new URL(path, connection.origin);
  const body = bodyOf(options.body);
  const headers = headersOf(method, body, options);
  const targetUri = connection.origin + url.pathname + url.search;
  const signed = await signRequest({ method, targetUri, headers }, connection.keyid, connection.key, connection.now());
  const { signatureInput, signature, nonce } = signed;
  const sent: SentRequest = {
    method,
    targetUri,
    contentDigest: headers["content-digest"] ?? null,
    signatureInput,
    signature,
    nonce,
  };
  const incoming = await sendRequest({
    method,
    url,
    headers: { ...headers, "signature-input": signatureInput, signature },
    body,
    agent: connection.agent,
    signal: options.signal,
  });
  const head = { status: incoming.statusCode ?? 0, header: (name: string) => answerHeader(incoming, name) };
  try {
    const keyFor = (keyid: string) => connection.hubKeys.find(keyid, "response");
    await verifyAnswerHead(sent, head, { keyFor, now: connection.now(), mayStream });
  } catch (error) {
    throw await withUnverified(error, incoming);
  }
  return { head, incoming };
}

function bodyOf(body: unknown): Uint8Array | null {
  if (body === undefined) {
    return null;
  }
  return body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body));
}

function headersOf(
  method: string,
  body: Uint8Array | null,
  { actor, purpose, agreement, idempotencyKey, headers = {} }: CallOptions,
): Readonly<Record<string, string>> {
  const key = idempotencyKey ?? (method === "POST" ? randomUUID() : null);
  return {
    ...(body === null ? {} : { "content-type": "application/json", "content-digest": contentDigest(body) }),
    ...(key === null ? {} : { "idempotency-key": `"${key}"` }),
    "hub-actor": `"${actor}"`,
    ...(purpose === undefined ? {} : { "hub-purpose": purpose }),
    ...(agreement === undefined ? {} : { "hub-agreement": agreement }),
    ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
  };
}

/** A hub that could not verify a call answers unsigned: what it says helps a person, and is marked as nobody's word. */
async function withUnverified(error: unknown, incoming: IncomingMessage): Promise<unknown> {
  if (!(error instanceof AnswerRefused)) {
    return error;
  }
  const body = await readBody(incoming).catch(() => Buffer.alloc(0));
  return new AnswerRefused(error.code, { status: incoming.statusCode ?? 0, body: body.toString("utf8") });
}
