import { connect } from "node:net";
import type { WireCall } from "./compose-call.ts";

export type RawAnswer = {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
  /** The `code` member of a problem document, or null. */
  readonly code: string | null;
};

const ANSWER_TIMEOUT_MS = 20_000;

/** Writes a call byte by byte as composed, and reads what comes until the server closes. */
export function sendCall(port: number, call: WireCall): Promise<RawAnswer> {
  const head = [`${call.method} ${call.target} HTTP/1.1`, ...call.headers.map(([name, value]) => `${name}: ${value}`)];
  return sendBytes(port, Buffer.concat([Buffer.from(`${head.join("\r\n")}\r\n\r\n`, "latin1"), call.body]));
}

export function sendBytes(port: number, bytes: Buffer): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    const chunks: Buffer[] = [];
    socket.setTimeout(ANSWER_TIMEOUT_MS, () => socket.destroy(new Error("no answer in time")));
    socket.on("data", (chunk: Buffer) => chunks.push(chunk));
    socket.on("error", reject);
    socket.on("close", () => {
      try {
        resolve(parseAnswer(Buffer.concat(chunks)));
      } catch (error) {
        reject(error);
      }
    });
  });
}

function parseAnswer(bytes: Buffer): RawAnswer {
  const text = bytes.toString("utf8");
  // A server that lets the body wait says so first.
  const start = text.startsWith("HTTP/1.1 100") ? text.indexOf("\r\n\r\n") + 4 : 0;
  const end = text.indexOf("\r\n\r\n", start);
  const [statusLine = "", ...lines] = text.slice(start, end).split("\r\n");
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  const body = text.slice(end + 4);
  return { status: Number(statusLine.split(" ")[1]), headers, body, code: codeOf(headers, body) };
}

function codeOf(headers: ReadonlyMap<string, string>, body: string): string | null {
  return headers.get("content-type") === "application/problem+json" ? String(JSON.parse(body).code) : null;
}
