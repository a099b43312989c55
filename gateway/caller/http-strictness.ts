import { randomUUID } from "node:crypto";
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
  type ServerResponse,
  STATUS_CODES,
} from "node:http";
import type { Duplex } from "node:stream";
import { HubError, type ProblemCode } from "#schemas/problems.ts";
import { type WrittenProblem, writeProblem } from "../problem-response.ts";
import { WIRE_CHECKS } from "./checks/wire-checks.ts";
import { firstRefusal, type Refusal, refusalError } from "./refusal.ts";
import { readWireRequest } from "./wire-request.ts";

export type HttpStrictness = {
  /** Asked at each request, because a hub on a free port knows its origin only once it listens. */
  readonly origin: () => string;
};

/** All header lines together (design/signed-calls section 2). */
const HEADERS_MAX = 16_384;
const STRICT_OPTIONS = {
  insecureHTTPParser: false,
  joinDuplicateHeaders: false,
  maxHeaderSize: HEADERS_MAX,
  // Its own refusal would have no problem document; the checks below look at Host instead.
  requireHostHeader: false,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 1000,
} as const satisfies ServerOptions;

/** Public pages may be asked with HEAD; which methods a signed call may use is its own check. */
const TRANSPORT_CHECKS = WIRE_CHECKS.filter(({ name }) => name !== "method-known");

/** Node reads `HTTP/2.0` in the text of a request as if there were such a thing. */
const VERSIONS: ReadonlySet<string> = new Set(["1.0", "1.1"]);
const WRONG_VERSION: Refusal = { code: "http-malformed", hint: "the protocol is HTTP/1.1" };

const PARSER_FAULTS: Readonly<Record<string, ProblemCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: "request-timeout",
  HPE_HEADER_OVERFLOW: "signature-too-large",
  HPE_INVALID_METHOD: "method-not-allowed",
  HPE_INVALID_URL: "target-not-canonical",
  HPE_CR_EXPECTED: "header-malformed",
  HPE_LF_EXPECTED: "header-malformed",
  HPE_INVALID_HEADER_TOKEN: "header-malformed",
};

/**
 * An HTTP server with Node's strict parser, small limits, and no request in a spelling that an adapter would repair. What cannot be
 * parsed is answered with a problem document and the connection closed. The listener is the adapter's: `getRequestListener(app.fetch)`.
 */
export function createStrictServer(listener: RequestListener, { origin }: HttpStrictness): Server {
  const admit = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const refusal = VERSIONS.has(incoming.httpVersion)
      ? firstRefusal(TRANSPORT_CHECKS, { wire: readWireRequest(incoming), origin: origin() })
      : WRONG_VERSION;
    if (refusal === null) {
      listener(incoming, outgoing);
    } else {
      refuse(outgoing, writeProblem(refusalError(refusal), randomUUID(), origin()));
    }
  };
  const server = createServer(STRICT_OPTIONS, admit);
  // Zero is no limit by count: a header past the limit would vanish unseen, and the size limit stands anyway.
  server.maxHeadersCount = 0;
  // The body is asked for only once the signature verified (read-content.ts).
  server.on("checkContinue", admit);
  server.on("checkExpectation", (_incoming, outgoing: ServerResponse) => {
    const error = new HubError("http-malformed", "the only expectation is 100-continue");
    refuse(outgoing, writeProblem(error, randomUUID(), origin()));
  });
  server.on("connect", (_incoming, socket) => refuseRaw(socket, "method-not-allowed", origin()));
  server.on("clientError", (error: ParserFault, socket) => refuseRaw(socket, faultOf(error), origin()));
  return server;
}

type ParserFault = Error & { readonly code?: string; readonly reason?: string };

function faultOf(error: ParserFault): ProblemCode {
  // A folded line is a framing trick of old, and the parser gives it the code of any bad header.
  if (error.reason?.startsWith("Unexpected whitespace") === true) {
    return "http-malformed";
  }
  return PARSER_FAULTS[error.code ?? ""] ?? "http-malformed";
}

function refuse(outgoing: ServerResponse, { status, headers, body }: WrittenProblem): void {
  outgoing.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body), connection: "close" });
  outgoing.end(body);
}

function refuseRaw(socket: Duplex, code: ProblemCode, origin: string): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const { status, headers, body } = writeProblem(new HubError(code, "refused by the parser"), randomUUID(), origin);
  const fields = Object.entries({
    ...headers,
    "content-length": String(Buffer.byteLength(body)),
    connection: "close",
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n${fields.join("")}\r\n${body}`);
}
