import { lookup } from "node:dns";
import { type Agent, get } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import type { KnownReference, RowProblem } from "../connector.ts";
import { DETAIL_RESPONSE } from "../rows/detail-response.ts";
import { rowError } from "../rows/row-problems.ts";
import { detailUrlFault, isPublicAddress } from "./detail-address.ts";
import { parseJsonRecord } from "./file-formats/json.ts";

const TIMEOUT_MS = 5_000;
const BODY_BYTES_MAX = 1024 * 1024;
const ATTEMPTS_MAX = 2;

/**
 * Fetches the detail an event refers to. Only https, only hosts the scheme names for the agency, no redirects, no
 * address inside a network. A 403 is an answer: the record is restricted at its source, and the event goes on without.
 */
export type DetailSource = {
  readonly fetchDetail: (url: string) => Promise<KnownReference | RowProblem>;
  /** Null when the URL may be asked. */
  readonly urlProblem: (url: string) => RowProblem | null;
};

/** `agent`: how to connect, such as by whose certificates; a test has its own. */
export type DetailTransport = { readonly agent?: Agent; readonly timeoutMs?: number };

export function createDetailSource(allowedHosts: readonly string[], transport: DetailTransport = {}): DetailSource {
  const urlProblem = (url: string): RowProblem | null => {
    const fault = detailUrlFault(url, allowedHosts);
    return fault === null ? null : unusable(`detailUrl is not asked: ${fault}`);
  };
  return {
    urlProblem,
    fetchDetail: async (url) => urlProblem(url) ?? fetchWithRetry(url, transport),
  };
}

async function fetchWithRetry(
  url: string,
  transport: DetailTransport,
  attempts = ATTEMPTS_MAX,
): Promise<KnownReference | RowProblem> {
  try {
    return answerOf(url, await request(url, transport));
  } catch (failure) {
    if (failure instanceof BodyTooLarge) {
      return unusable("detailUrl gave nothing: its answer is too large");
    }
    return attempts > 1
      ? fetchWithRetry(url, transport, attempts - 1)
      : unusable("detailUrl gave nothing: its server did not answer");
  }
}

type Answer = { readonly status: number; readonly body: string };

class BodyTooLarge extends Error {}

function answerOf(url: string, { status, body }: Answer): KnownReference | RowProblem {
  if (status === 403) {
    return { kind: DETAIL_RESPONSE, ref: url, detail: { status, body: null } };
  }
  const parsed = status === 200 ? parseJsonRecord(body) : null;
  if (parsed === null || "problem" in parsed) {
    return unusable(`detailUrl gave nothing: its server answered ${status === 200 ? "what is not JSON" : status}`);
  }
  return { kind: DETAIL_RESPONSE, ref: url, detail: { status, body: parsed.row } };
}

function request(url: string, { agent, timeoutMs = TIMEOUT_MS }: DetailTransport): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const options = { signal, lookup: publicLookup, headers: { accept: "application/json" }, ...(agent && { agent }) };
    const asked = get(url, options, (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on("data", (chunk: Buffer) => {
        size += chunk.length;
        chunks.push(chunk);
        if (size > BODY_BYTES_MAX) {
          asked.destroy(new BodyTooLarge("the answer is over the limit"));
        }
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
      response.on("error", reject);
    });
    asked.on("error", reject);
  });
}

/**
 * Looks at what a name resolves to at the moment of connecting, so that a name cannot point inwards. An address
 * written in the URL itself is not looked up: it had to be on the allow-list as it stands.
 */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (failure, addresses) => {
    const inward = addresses?.find(({ address }) => isIP(hostname) === 0 && !isPublicAddress(address));
    if (failure !== null || inward !== undefined || addresses.length === 0) {
      callback(failure ?? new Error("the name resolves to an address inside a network"), "", 0);
    } else if (options.all === true) {
      callback(null, addresses);
    } else {
      callback(null, addresses[0]?.address ?? "", addresses[0]?.family ?? 0);
    }
  });
};

function unusable(why: string): RowProblem {
  return rowError("UNKNOWN_REFERENCE", why, "send the detail first, or have its URL answer, then send the event again");
}
