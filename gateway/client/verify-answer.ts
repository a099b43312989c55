import { type AnswerFault, AnswerRefused } from "./answer-refused.ts";
import { parseContentDigest, startDigestCheck } from "./http-signature/content-digest.ts";
import { type VerifyKey, verifyBytes } from "./http-signature/signature-algorithms.ts";
import { component, isFromRequest, signatureBase } from "./http-signature/signature-base.ts";
import {
  type Component,
  parameter,
  parseSignature,
  parseSignatureInput,
  type SignatureInputMember,
} from "./http-signature/signature-grammar.ts";

const RESPONSE_TAG = "iom-hub-res-v1";
/** Time for the answer to be worked out, and for two clocks to differ. */
const WINDOW_S = 120;
const STREAM = "text/event-stream";

/** The call as the client itself made it: what arrived is held against this and never against what the answer says. */
export type SentRequest = {
  readonly method: string;
  readonly targetUri: string;
  readonly contentDigest: string | null;
  readonly signatureInput: string;
  readonly signature: string;
  readonly nonce: string;
};

export type ReceivedHead = {
  readonly status: number;
  readonly header: (name: string) => string | null;
};

/** One reason to refuse an answer, on its own so that a test can leave it out. */
export type AnswerCheck = {
  readonly code: AnswerFault;
  readonly holds: (answer: ExaminedAnswer) => boolean;
};

export type ExaminedAnswer = {
  readonly sent: SentRequest;
  readonly head: ReceivedHead;
  readonly input: SignatureInputMember;
  readonly nowSeconds: number;
  /** Only a client that follows a stream expects one. */
  readonly mayStream: boolean;
};

export type VerifyAnswerOptions = {
  readonly keyFor: (keyid: string) => Promise<VerifyKey | null>;
  readonly now: Date;
  readonly mayStream?: boolean;
  readonly checks?: readonly AnswerCheck[];
};

const OWN = ["@status", "content-type", "content-digest", "hub-log-entry", "etag"] as const;
const OF_REQUEST = ["@method", "@target-uri", "content-digest", "signature-input", "signature"] as const;
const ALLOWED: ReadonlySet<string> = new Set([
  ...OWN.map((name) => component(name).identifier),
  ...OF_REQUEST.map((name) => component(name, true).identifier),
]);

/** Before the signature itself, in this order. */
export const ANSWER_CHECKS: readonly AnswerCheck[] = [
  { code: "signature-tag-wrong", holds: ({ input }) => parameter(input.parameters, "tag")?.text === RESPONSE_TAG },
  {
    code: "component-not-allowed",
    holds: ({ input }) => input.components.every(({ identifier }) => ALLOWED.has(identifier)),
  },
  { code: "coverage-insufficient", holds: isCovered },
  {
    code: "response-not-bound",
    holds: ({ input, sent }) => parameter(input.parameters, "nonce")?.text === sent.nonce,
  },
  { code: "signature-stale", holds: isFresh },
];

/**
 * Verifies that the head of an answer is the hub's, is meant for this very call and says what it says. The body is held against its
 * digest by `verifyAnswerBody`. Throws AnswerRefused otherwise.
 */
export async function verifyAnswerHead(
  sent: SentRequest,
  head: ReceivedHead,
  { keyFor, now, mayStream = false, checks = ANSWER_CHECKS }: VerifyAnswerOptions,
): Promise<void> {
  const { input, signature } = parseHeaders(head);
  const answer = { sent, head, input, nowSeconds: Math.floor(now.getTime() / 1000), mayStream };
  const failed = checks.find((check) => !check.holds(answer));
  if (failed !== undefined) {
    throw new AnswerRefused(failed.code);
  }
  const key = await keyFor(parameter(input.parameters, "keyid")?.text ?? "");
  if (key === null) {
    throw new AnswerRefused("key-not-accepted");
  }
  const base = signatureBase(input.components, input.text, (wanted) => resolve(wanted, sent, head));
  if (base === null || !(await verifyBytes(key, Buffer.from(base), signature))) {
    throw new AnswerRefused("signature-invalid");
  }
}

/** Throws AnswerRefused unless the body is the one that the signed head names. */
export function verifyAnswerBody(head: ReceivedHead, body: Uint8Array): void {
  const digests = parseContentDigest(head.header("content-digest") ?? "");
  if (typeof digests === "string") {
    throw new AnswerRefused("content-digest-missing");
  }
  const check = startDigestCheck(digests);
  check.update(body);
  if (!check.matches()) {
    throw new AnswerRefused("content-digest-mismatch");
  }
}

function parseHeaders(head: ReceivedHead): { readonly input: SignatureInputMember; readonly signature: Buffer } {
  const inputText = head.header("signature-input");
  const signatureText = head.header("signature");
  if (inputText === null || signatureText === null) {
    throw new AnswerRefused("signature-missing");
  }
  const [input, ...otherInputs] = parseSignatureInput(inputText) ?? [];
  const [signature, ...otherSignatures] = parseSignature(signatureText) ?? [];
  const isAlone = otherInputs.length + otherSignatures.length === 0;
  if (input === undefined || signature === undefined || !isAlone || input.label !== signature.label) {
    throw new AnswerRefused("signature-malformed");
  }
  return { input, signature: signature.bytes };
}

/** Everything that was sent and may be covered must be: a digest of the request never stands in for one of the answer. */
function isCovered({ input, sent, head, mayStream }: ExaminedAnswer): boolean {
  const isStream = mayStream && head.header("content-type") === STREAM;
  const own = OWN.filter((name) => isAlwaysCovered(name, isStream) || head.header(name) !== null);
  const ofRequest = OF_REQUEST.filter((name) => name !== "content-digest" || sent.contentDigest !== null);
  const wanted = [...own.map((name) => component(name)), ...ofRequest.map((name) => component(name, true))];
  const covered = new Set(input.components.map(({ identifier }) => identifier));
  return covered.size === input.components.length && wanted.every(({ identifier }) => covered.has(identifier));
}

/** A stream has no end to digest; every update in it is signed by itself. */
function isAlwaysCovered(name: string, isStream: boolean): boolean {
  return name === "@status" || (name === "content-digest" && !isStream);
}

function isFresh({ input, nowSeconds }: ExaminedAnswer): boolean {
  const created = parameter(input.parameters, "created");
  return created?.kind === "integer" && Math.abs(Number(created.text) - nowSeconds) <= WINDOW_S;
}

function resolve(wanted: Component, sent: SentRequest, head: ReceivedHead): string | null {
  if (!isFromRequest(wanted)) {
    return wanted.name === "@status" ? String(head.status) : head.header(wanted.name);
  }
  const values: Readonly<Record<string, string | null>> = {
    "@method": sent.method,
    "@target-uri": sent.targetUri,
    "content-digest": sent.contentDigest,
    "signature-input": sent.signatureInput,
    signature: sent.signature,
  };
  return values[wanted.name] ?? null;
}
