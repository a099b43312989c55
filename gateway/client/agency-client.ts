import { agentFor, type CallOptions, callHub, type HubConnection, type OpenAnswer } from "./call-hub.ts";
import { type FollowOptions, followUpdates } from "./follow-updates.ts";
import { type PrivateJwk, signKeyOfJwk } from "./http-signature/signature-algorithms.ts";
import { createHubKeys, type HubKeySet } from "./hub-keys.ts";
import { type Pulled, type PullOptions, pullAll } from "./pull-updates.ts";
import { readBody, sendRequest } from "./send-request.ts";
import { verifyAnswerBody } from "./verify-answer.ts";
import type { Update } from "./verify-update.ts";

export type Answer = {
  readonly status: number;
  /** Parsed when it is JSON, text otherwise, null when empty. */
  readonly body: unknown;
  /** Those that the hub signed, and no other. */
  readonly headers: Readonly<Record<string, string>>;
};

/** What an agency's system uses: it signs each call and hands on nothing that the hub did not sign for that call. */
export type AgencyClient = {
  /** Resolves to a verified answer, whatever its status; throws AnswerRefused when it is not one. */
  readonly call: (method: string, path: string, options: CallOptions) => Promise<Answer>;
  /** Updates as they happen, verified one by one; connects again by itself until the signal aborts. */
  readonly follow: (path: string, options: FollowOptions) => AsyncIterable<Update>;
  /** Every update now waiting after a cursor, and the cursor to go on from. */
  readonly pullAll: (options: PullOptions) => Promise<Pulled>;
};

export type AgencyClientOptions = {
  /** The hub's public origin. */
  readonly origin: string;
  readonly keyid: string;
  readonly privateJwk: PrivateJwk;
  readonly now?: () => Date;
  /** The hub's keys, when they were given out of band; otherwise they are asked for at `/v1/keys`. */
  readonly hubKeys?: HubKeySet;
};

const COVERED_HEADERS = ["content-type", "content-digest", "etag", "hub-log-entry"] as const;

/** A client for one agency key. Opens nothing until it is first used. */
export function createAgencyClient({
  origin,
  keyid,
  privateJwk,
  now = () => new Date(),
  hubKeys,
}: AgencyClientOptions): AgencyClient {
  const agent = agentFor(origin);
  const fetchKeys = async () => hubKeys ?? (await fetchHubKeys(origin, agent));
  const connection: HubConnection = {
    origin: new URL(origin).origin,
    keyid,
    key: signKeyOfJwk(privateJwk),
    hubKeys: createHubKeys(fetchKeys),
    now,
    agent,
  };
  const call: AgencyClient["call"] = async (method, path, options) =>
    readAnswer(await callHub(connection, method, path, options));
  return {
    call,
    follow: (path, options) => followUpdates(connection, path, options),
    pullAll: (options) => pullAll(call, connection.hubKeys, options),
  };
}

async function readAnswer({ head, incoming }: OpenAnswer): Promise<Answer> {
  const bytes = await readBody(incoming);
  verifyAnswerBody(head, bytes);
  const headers = COVERED_HEADERS.flatMap((name) => {
    const value = head.header(name);
    return value === null ? [] : [[name, value] as const];
  });
  return { status: head.status, body: parseBody(head, bytes), headers: Object.fromEntries(headers) };
}

function parseBody(head: OpenAnswer["head"], bytes: Buffer): unknown {
  const text = bytes.toString("utf8");
  const isJson = /^application\/(?:[a-z-]+\+)?json$/.test(head.header("content-type") ?? "");
  if (text === "") {
    return null;
  }
  return isJson ? JSON.parse(text) : text;
}

async function fetchHubKeys(origin: string, agent: HubConnection["agent"]): Promise<unknown> {
  const url = new URL("/v1/keys", origin);
  const incoming = await sendRequest({ method: "GET", url, headers: {}, body: null, agent });
  return JSON.parse((await readBody(incoming)).toString("utf8"));
}
