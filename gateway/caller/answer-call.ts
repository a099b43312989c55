import type { LedgerReceipt } from "#services/ledger/entry.ts";
import type { HubKey } from "#services/platform/keys/key-files.ts";
import { type AnsweredCall, signResponse, writeLogEntry } from "./sign-response.ts";
import type { AuthenticCall } from "./verify-call.ts";
import { headerOf } from "./wire-request.ts";

export type AnswerDependencies = {
  readonly responseKey: HubKey;
  /** The log that receipts of that time point into: `hub.example/log/2026`. */
  readonly logOrigin: (now: Date) => string;
};

const STREAM = "text/event-stream";

/**
 * The answer with its signature. A stream is signed without a digest of its content, which has no end yet: the client
 * accepts that of text/event-stream alone, where each update is signed by itself.
 */
export async function signedAnswer(
  response: Response,
  call: AuthenticCall,
  logEntry: LedgerReceipt | undefined,
  now: Date,
  { responseKey, logOrigin }: AnswerDependencies,
): Promise<Response> {
  const contentType = response.headers.get("content-type");
  const isStream = contentType === STREAM;
  const body = isStream ? null : await readBody(response, contentType);
  const answer = {
    status: response.status,
    contentType,
    etag: response.headers.get("etag"),
    logEntry: logEntry === undefined ? null : writeLogEntry(logEntry, logOrigin(now)),
    body,
  };
  const signed = await signResponse(answer, answeredCall(call), responseKey, now);
  const headers = { "cache-control": "no-store", ...Object.fromEntries(response.headers), ...signed };
  const content = isStream ? response.body : body;
  return new Response(body?.length === 0 ? null : content, { status: response.status, headers });
}

/** JSON is taken as text, which costs half of what taking it as bytes does, and is the same bytes. */
async function readBody(response: Response, contentType: string | null): Promise<Uint8Array> {
  return contentType?.endsWith("json") === true
    ? Buffer.from(await response.text())
    : new Uint8Array(await response.arrayBuffer());
}

function answeredCall({ head }: AuthenticCall): AnsweredCall {
  return {
    method: head.wire.method,
    targetUri: head.origin + head.wire.target,
    contentDigest: headerOf(head.wire, "content-digest"),
    signatureInput: headerOf(head.wire, "signature-input") ?? "",
    signature: headerOf(head.wire, "signature") ?? "",
    nonce: head.nonce,
  };
}
