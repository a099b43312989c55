import type { IncomingMessage, ServerResponse } from "node:http";
import { HubError } from "#schemas/problems.ts";
import { type ContentDigests, parseContentDigest, startDigestCheck } from "../client/http-signature/content-digest.ts";
import type { CallChecks } from "./call-checks.ts";
import { contentMaxOf } from "./checks/header-checks.ts";
import { firstRefusal, refusalError } from "./refusal.ts";
import type { SignedHead } from "./signed-head.ts";
import { headerOf } from "./wire-request.ts";

export type ContentSource = { readonly incoming: IncomingMessage; readonly outgoing: ServerResponse };

export type ReadContentOptions = {
  readonly checks: CallChecks;
  /** How long the body may take to arrive, whatever its size. */
  readonly timeoutMs: number;
};

/** Reads the body of a call whose signature verified, digesting it as it arrives. Throws HubError when it must not be used. */
export async function readContent(
  head: SignedHead,
  source: ContentSource,
  { checks, timeoutMs }: ReadContentOptions,
): Promise<Uint8Array> {
  const digests = digestsOf(head);
  const digest = startDigestCheck(digests ?? new Map());
  const chunks: Uint8Array[] = [];
  if (head.route.content === "json") {
    await receive(source, { max: contentMaxOf(head.route), timeoutMs }, (chunk) => {
      digest.update(chunk);
      chunks.push(chunk);
    });
  }
  const hasTrailers = source.incoming.rawTrailers.length > 0;
  const digestMatches = digests !== null && digest.matches();
  const refusal = firstRefusal(checks.content, { digestMatches, hasTrailers });
  if (refusal !== null) {
    throw refusalError(refusal);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}

/** What the body must match: nothing for a call without one, and null when it must match and the header names no digest. */
function digestsOf({ wire, route }: SignedHead): ContentDigests | null {
  const value = headerOf(wire, "content-digest");
  if (value === null) {
    return route.content === "none" ? new Map() : null;
  }
  const parsed = parseContentDigest(value);
  return typeof parsed === "string" ? null : parsed;
}

type Limits = { readonly max: number; readonly timeoutMs: number };

function receive(
  { incoming, outgoing }: ContentSource,
  { max, timeoutMs }: Limits,
  take: (chunk: Uint8Array) => void,
): Promise<void> {
  if (incoming.headers.expect !== undefined) {
    // Sent only now that the signature verified: until here the body may stay where it is.
    outgoing.writeContinue();
  }
  return new Promise((resolve, reject) => {
    let length = 0;
    const onData = (chunk: Uint8Array) => {
      length += chunk.length;
      if (length > max) {
        settle(new HubError("content-too-large", `the body may have ${max} bytes`));
      } else {
        take(chunk);
      }
    };
    const onEnd = () => settle(null);
    const onClose = () => settle(new HubError("http-malformed", "the connection closed within the body"));
    const timer = setTimeout(() => settle(new HubError("request-timeout", "the body did not arrive")), timeoutMs);
    const settle = (error: Error | null) => {
      clearTimeout(timer);
      incoming.off("data", onData).off("end", onEnd).off("error", onClose).off("close", onClose);
      return error === null ? resolve() : reject(error);
    };
    incoming.on("data", onData).on("end", onEnd).on("error", onClose).on("close", onClose);
  });
}
