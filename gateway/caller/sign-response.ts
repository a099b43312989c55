import type { LedgerReceipt } from "#services/ledger/entry.ts";
import type { HubKey } from "#services/platform/keys/key-files.ts";
import { contentDigest } from "../client/http-signature/content-digest.ts";
import { signBytes } from "../client/http-signature/signature-algorithms.ts";
import { component, isFromRequest, signatureBase } from "../client/http-signature/signature-base.ts";
import type { Component } from "../client/http-signature/signature-grammar.ts";

const RESPONSE_TAG = "iom-hub-res-v1";

/** The call that is being answered, as it was received. */
export type AnsweredCall = {
  readonly method: string;
  readonly targetUri: string;
  readonly contentDigest: string | null;
  readonly signatureInput: string;
  readonly signature: string;
  readonly nonce: string;
};

export type Answer = {
  readonly status: number;
  readonly contentType: string | null;
  readonly etag: string | null;
  /** Value of the Hub-Log-Entry header. */
  readonly logEntry: string | null;
  /** Null for a stream: its end is not known, and each update in it carries a signature of its own. */
  readonly body: Uint8Array | null;
};

const OWN = ["@status", "content-type", "content-digest", "hub-log-entry", "etag"].map((name) => component(name));
const OF_REQUEST = ["@method", "@target-uri", "content-digest", "signature-input", "signature"].map((name) =>
  component(name, true),
);

/**
 * The headers that bind an answer to one call (profile iom-hub-res-v1). Both the signature and its input are covered:
 * the bare signature value says nothing of what it covered (RFC 9421 section 7.3.7).
 */
export async function signResponse(
  answer: Answer,
  call: AnsweredCall,
  key: Pick<HubKey, "keyid" | "privateKey">,
  now: Date,
): Promise<Readonly<Record<string, string>>> {
  const digest = answer.body === null ? null : contentDigest(answer.body);
  const resolve = (wanted: Component) =>
    isFromRequest(wanted) ? requestComponent(call, wanted.name) : answerComponent(answer, digest, wanted.name);
  const covered = [...OWN, ...OF_REQUEST].filter((wanted) => resolve(wanted) !== null);
  const created = Math.floor(now.getTime() / 1000);
  const list = covered.map(({ identifier }) => identifier).join(" ");
  const params = `(${list});created=${created};keyid="${key.keyid}";nonce="${call.nonce}";tag="${RESPONSE_TAG}"`;
  const base = signatureBase(covered, params, resolve) ?? "";
  const signature = await signBytes({ algorithm: "ed25519", privateKey: key.privateKey }, Buffer.from(base));
  return {
    ...(digest === null ? {} : { "content-digest": digest }),
    ...(answer.logEntry === null ? {} : { "hub-log-entry": answer.logEntry }),
    "signature-input": `hub=${params}`,
    signature: `hub=:${signature.toString("base64")}:`,
  };
}

/** The Hub-Log-Entry header of a receipt: the leaf at once, its index when the tree has it. */
export function writeLogEntry({ leaf, logIndex }: LedgerReceipt, logOrigin: string): string {
  const place = logIndex === null ? "pending=?1" : `index=${logIndex}`;
  return `origin="${logOrigin}", ${place}, leaf=:${Buffer.from(leaf).toString("base64")}:`;
}

function answerComponent(answer: Answer, digest: string | null, name: string): string | null {
  switch (name) {
    case "@status":
      return String(answer.status);
    case "content-type":
      return answer.contentType;
    case "content-digest":
      return digest;
    case "hub-log-entry":
      return answer.logEntry;
    default:
      return answer.etag;
  }
}

function requestComponent(call: AnsweredCall, name: string): string | null {
  switch (name) {
    case "@method":
      return call.method;
    case "@target-uri":
      return call.targetUri;
    case "content-digest":
      return call.contentDigest;
    case "signature-input":
      return call.signatureInput;
    default:
      return call.signature;
  }
}
