import { type Agent, type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { AnswerRefused } from "./answer-refused.ts";

export type RequestToSend = {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
  readonly agent: Agent;
  readonly signal?: AbortSignal | undefined;
};

/** Larger answers than any page of the hub are refused unread. */
const ANSWER_MAX = 16_777_216;
/** Long enough for a long poll, and for two heartbeats of a stream to go missing. */
const SILENCE_MAX_MS = 45_000;

/** Resolves once the head of the answer is there. The target goes out exactly as it was signed. */
export function sendRequest({ method, url, headers, body, agent, signal }: RequestToSend): Promise<IncomingMessage> {
  const send = url.protocol === "https:" ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const length = body === null ? {} : { "content-length": body.length };
    const options = { method, agent, headers: { ...headers, ...length }, path: url.pathname + url.search };
    const outgoing = send(url, { ...options, ...(signal === undefined ? {} : { signal }) }, resolve);
    outgoing.on("error", reject);
    outgoing.setTimeout(SILENCE_MAX_MS, () => outgoing.destroy(new HubSilent()));
    outgoing.end(body ?? undefined);
  });
}

/** Every line of a header, joined as one value. */
export function answerHeader(answer: IncomingMessage, name: string): string | null {
  const lines: string[] = [];
  for (let at = 0; at + 1 < answer.rawHeaders.length; at += 2) {
    if (answer.rawHeaders[at]?.toLowerCase() === name) {
      lines.push(answer.rawHeaders[at + 1] ?? "");
    }
  }
  return lines.length === 0 ? null : lines.join(", ");
}

/** The whole body, within the limit. */
export async function readBody(answer: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer) {
    length += chunk.length;
    if (length > ANSWER_MAX) {
      answer.destroy();
      throw new AnswerRefused("content-too-large");
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Coded as the system codes it, because it is the same thing seen from here. */
class HubSilent extends Error {
  readonly code = "ETIMEDOUT";

  constructor() {
    super("the hub fell silent");
  }
}
