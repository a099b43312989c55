import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type Answer, type AnsweredCall, signResponse } from "#gateway/caller/sign-response.ts";
import { AnswerRefused } from "#gateway/client/answer-refused.ts";
import { signBytes } from "#gateway/client/http-signature/signature-algorithms.ts";
import { component } from "#gateway/client/http-signature/signature-base.ts";
import {
  ANSWER_CHECKS,
  type AnswerCheck,
  type ReceivedHead,
  type SentRequest,
  verifyAnswerBody,
  verifyAnswerHead,
} from "#gateway/client/verify-answer.ts";
import { makeKey, newNonce, sha256 } from "./compose-call.ts";
import { NOW } from "./small-hub.ts";

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const responseKey = { keyid: "k".repeat(43), privateKey };
const keyFor = async (keyid: string) =>
  keyid === responseKey.keyid ? { algorithm: "ed25519" as const, publicKey } : null;
const BODY = Buffer.from('{"personId":"6f1c"}');

const sentCall = (): SentRequest => ({
  method: "GET",
  targetUri: "https://hub.example/v1/people/6f1c",
  contentDigest: null,
  signatureInput: 'hub=("@method" "@target-uri");created=1;keyid="a";nonce="b";tag="iom-hub-req-v1"',
  signature: "hub=:AAAA:",
  nonce: newNonce(),
});
const plainAnswer: Answer = { status: 200, contentType: "application/json", etag: null, logEntry: null, body: BODY };

async function answered(call: AnsweredCall, answer: Answer = plainAnswer): Promise<ReceivedHead> {
  const signed = await signResponse(answer, call, responseKey, NOW);
  return received(answer.status, {
    ...(answer.contentType === null ? {} : { "content-type": answer.contentType }),
    ...signed,
  });
}

const received = (status: number, headers: Readonly<Record<string, string>>): ReceivedHead => ({
  status,
  header: (name) => headers[name] ?? null,
});

/** The same answer with one header otherwise. */
const otherwise = (head: ReceivedHead, changed: Readonly<Record<string, string | null>>, status = head.status) => ({
  status,
  header: (name: string) => (Object.hasOwn(changed, name) ? (changed[name] ?? null) : head.header(name)),
});

async function fault(
  sent: SentRequest,
  head: ReceivedHead,
  body = BODY,
  checks: readonly AnswerCheck[] = ANSWER_CHECKS,
) {
  try {
    await verifyAnswerHead(sent, head, { keyFor, now: NOW, checks });
    verifyAnswerBody(head, body);
    return "believed";
  } catch (error) {
    return error instanceof AnswerRefused ? error.code : String(error);
  }
}

/** An answer signed by the hub's own key over whatever a careless or hostile server might cover. */
async function signedOver(sent: SentRequest, identifiers: readonly string[], params: string): Promise<ReceivedHead> {
  const digest = sha256(BODY);
  const values: Readonly<Record<string, string>> = {
    '"@status"': "200",
    '"content-type"': "application/json",
    '"content-digest"': digest,
    '"date"': "now",
    '"@method";req': sent.method,
    '"@target-uri";req': sent.targetUri,
    '"content-digest";req': sent.contentDigest ?? digest,
    '"signature-input";req': sent.signatureInput,
    '"signature";req': sent.signature,
  };
  const spelled = `(${identifiers.join(" ")})${params}`;
  const base = `${identifiers.map((name) => `${name}: ${values[name]}\n`).join("")}"@signature-params": ${spelled}`;
  const signature = await signBytes({ algorithm: "ed25519", privateKey }, Buffer.from(base));
  return received(200, {
    "content-type": "application/json",
    "content-digest": digest,
    date: "now",
    "signature-input": `hub=${spelled}`,
    signature: `hub=:${signature.toString("base64")}:`,
  });
}

const seconds = Math.floor(NOW.getTime() / 1000);
const paramsOf = (sent: SentRequest, { created = String(seconds), tag = "iom-hub-res-v1", nonce = sent.nonce } = {}) =>
  `;created=${created};keyid="${responseKey.keyid}";nonce="${nonce}";tag="${tag}"`;
const FULL = [
  '"@status"',
  '"content-type"',
  '"content-digest"',
  '"@method";req',
  '"@target-uri";req',
  '"signature-input";req',
  '"signature";req',
];

test("an answer of the hub's own is believed, with and without content, and for a call with content", async () => {
  const sent = sentCall();
  expect(await fault(sent, await answered(sent))).toBe("believed");
  const empty: Answer = { ...plainAnswer, status: 204, contentType: null, body: Buffer.alloc(0), etag: '"v1"' };
  const head = await answered(sent, empty);
  expect(await fault(sent, otherwise(head, { etag: '"v1"' }), Buffer.alloc(0))).toBe("believed");
  const post = { ...sentCall(), method: "POST", contentDigest: sha256("{}") };
  expect(await fault(post, await answered(post))).toBe("believed");
});

describe("an answer is refused", () => {
  test("PUSH-01: when its body was altered on the way", async () => {
    const sent = sentCall();
    expect(await fault(sent, await answered(sent), Buffer.from('{"personId":"6f1d"}'))).toBe("content-digest-mismatch");
  });

  test("PUSH-02: when it was given to another call, even one for the same thing", async () => {
    const other = await answered(sentCall());
    expect(await fault(sentCall(), other)).toBe("response-not-bound");
    const withoutNonce = ANSWER_CHECKS.filter(({ code }) => code !== "response-not-bound");
    const twin = sentCall();
    const sameNonce = { ...twin, targetUri: "https://hub.example/v1/people/other" };
    expect(await fault(sentCall(), other, BODY, withoutNonce)).toBe("believed");
    expect(await fault(sameNonce, await answered(twin))).toBe("signature-invalid");
  });

  test("PUSH-03: when its status was changed", async () => {
    const sent = sentCall();
    expect(await fault(sent, otherwise(await answered(sent), {}, 404))).toBe("signature-invalid");
  });

  test("COV-09: when the request's digest stands in for its own", async () => {
    const sent = { ...sentCall(), contentDigest: sha256("{}") };
    const covered = FULL.map((name) => (name === '"content-digest"' ? '"content-digest";req' : name));
    expect(await fault(sent, await signedOver(sent, covered, paramsOf(sent)))).toBe("coverage-insufficient");
  });

  test("KEY-18: when it carries a signature made as a request", async () => {
    const sent = sentCall();
    const head = await signedOver(sent, FULL, paramsOf(sent, { tag: "iom-hub-req-v1" }));
    expect(await fault(sent, head)).toBe("signature-tag-wrong");
  });

  test.each(FULL)("when it does not cover %s", async (missing) => {
    const sent = sentCall();
    const head = await signedOver(
      sent,
      FULL.filter((name) => name !== missing),
      paramsOf(sent),
    );
    expect(await fault(sent, head)).toBe("coverage-insufficient");
  });

  test.each(["etag", "hub-log-entry"])("when %s was added to it", async (name) => {
    const sent = sentCall();
    expect(await fault(sent, otherwise(await answered(sent), { [name]: '"forged"' }))).toBe("coverage-insufficient");
  });

  test.each(["signature", "signature-input"])("when it has no %s", async (name) => {
    const sent = sentCall();
    expect(await fault(sent, otherwise(await answered(sent), { [name]: null }))).toBe("signature-missing");
  });

  test("when it has two signatures, or two labels, or none that parses", async () => {
    const sent = sentCall();
    const head = await answered(sent);
    const input = head.header("signature-input") ?? "";
    const signature = head.header("signature") ?? "";
    const doubled = { "signature-input": `${input}, x${input}`, signature: `${signature}, x${signature}` };
    expect(await fault(sent, otherwise(head, doubled))).toBe("signature-malformed");
    expect(await fault(sent, otherwise(head, { signature: `x${signature}` }))).toBe("signature-malformed");
    expect(await fault(sent, otherwise(head, { signature: "hub=AAAA" }))).toBe("signature-malformed");
  });

  test("when it covers what the profile does not know", async () => {
    const sent = sentCall();
    const head = await signedOver(sent, [...FULL, '"date"'], paramsOf(sent));
    expect(await fault(sent, head)).toBe("component-not-allowed");
  });

  test.each([seconds - 121, seconds + 121])("when it was signed at %s", async (created) => {
    const sent = sentCall();
    const head = await signedOver(sent, FULL, paramsOf(sent, { created: String(created) }));
    expect(await fault(sent, head)).toBe("signature-stale");
  });

  test("when another key signed it", async () => {
    const sent = sentCall();
    const other = { keyid: makeKey().keyid, privateKey: generateKeyPairSync("ed25519").privateKey };
    const unknown = await signResponse(plainAnswer, sent, other, NOW);
    const lying = await signResponse(plainAnswer, sent, { ...other, keyid: responseKey.keyid }, NOW);
    const type = { "content-type": "application/json" };
    expect(await fault(sent, received(200, { ...type, ...unknown }))).toBe("key-not-accepted");
    expect(await fault(sent, received(200, { ...type, ...lying }))).toBe("signature-invalid");
  });

  test("when it has no digest and is not a stream that was asked for", async () => {
    const sent = sentCall();
    const stream = await answered(sent, { ...plainAnswer, contentType: "text/event-stream", body: null });
    expect(await fault(sent, stream)).toBe("coverage-insufficient");
    await expect(verifyAnswerHead(sent, stream, { keyFor, now: NOW, mayStream: true })).resolves.toBeUndefined();
    const passedOff = otherwise(stream, { "content-type": "application/json" });
    await expect(verifyAnswerHead(sent, passedOff, { keyFor, now: NOW, mayStream: true })).rejects.toMatchObject({
      code: "coverage-insufficient",
    });
  });
});

/** Attacks that only the named check stops. */
const ONLY_STOPPED_BY: readonly (readonly [AnswerCheck["code"], (sent: SentRequest) => Promise<ReceivedHead>])[] = [
  ["signature-tag-wrong", (sent) => signedOver(sent, FULL, paramsOf(sent, { tag: "iom-hub-req-v1" }))],
  ["response-not-bound", (sent) => signedOver(sent, FULL, paramsOf(sent, { nonce: newNonce() }))],
  ["signature-stale", (sent) => signedOver(sent, FULL, paramsOf(sent, { created: String(seconds - 86_400) }))],
  ["coverage-insufficient", (sent) => signedOver(sent, FULL.slice(0, 3), paramsOf(sent))],
];

test.each(ONLY_STOPPED_BY)("without the check %s its attack is believed", async (code, attack) => {
  const sent = sentCall();
  const head = await attack(sent);
  expect(await fault(sent, head)).toBe(code);
  expect(
    await fault(
      sent,
      head,
      BODY,
      ANSWER_CHECKS.filter((check) => check.code !== code),
    ),
  ).toBe("believed");
});

test("without the check component-not-allowed a component of no meaning is taken for one of the answer", async () => {
  const sent = sentCall();
  const head = await signedOver(sent, [...FULL, '"date"'], paramsOf(sent));
  const checks = ANSWER_CHECKS.filter(({ code }) => code !== "component-not-allowed");
  expect(await fault(sent, head, BODY, checks)).toBe("believed");
  expect(component("date").identifier).toBe('"date"');
});
