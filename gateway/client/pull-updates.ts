import type { CallOptions } from "./call-hub.ts";
import type { HubKeys } from "./hub-keys.ts";
import { type Update, verifyUpdate } from "./verify-update.ts";

export type PullOptions = Pick<CallOptions, "actor" | "purpose" | "signal"> & {
  readonly after?: string;
  /** May be left out when the agency has one subscription. */
  readonly subscription?: string;
  /** Seconds that the hub may wait for the first update when there is none yet. */
  readonly waitS?: number;
};

export type Pulled = { readonly updates: readonly Update[]; readonly cursor: string };

/** Makes a call and verifies its answer. */
type Call = (
  method: string,
  path: string,
  options: CallOptions,
) => Promise<{ readonly status: number; readonly body: unknown }>;

type Page = {
  readonly updates: readonly { readonly cursor: string; readonly jws: string }[];
  readonly cursor: string;
  readonly more: boolean;
};

/** A thousand full pages: an agency that is further behind than this calls again from the cursor it was given. */
const PAGES_MAX = 1000;

/** Reads page after page until nothing is left. */
export async function pullAll(call: Call, hubKeys: HubKeys, options: PullOptions): Promise<Pulled> {
  const { after, subscription, waitS, ...callOptions } = options;
  const updates: Update[] = [];
  let cursor = after;
  for (let pages = 0; pages < PAGES_MAX; pages += 1) {
    const answer = await call("GET", pagePath({ cursor, subscription, waitS }), callOptions);
    const page = readPage(answer.status, answer.body);
    for (const update of page.updates) {
      updates.push(await verifyUpdate(update.jws, update.cursor, hubKeys));
    }
    cursor = page.cursor;
    if (!page.more) {
      break;
    }
  }
  return { updates, cursor: cursor ?? "" };
}

function pagePath(query: {
  readonly cursor: string | undefined;
  readonly subscription: string | undefined;
  readonly waitS: number | undefined;
}): string {
  const parameters = [
    ["subscription", query.subscription],
    ["after", query.cursor],
    ["wait", query.waitS],
  ].flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]));
  return `/v1/events${parameters.length === 0 ? "" : `?${parameters.join("&")}`}`;
}

function readPage(status: number, body: unknown): Page {
  if (status !== 200 || !isPage(body)) {
    const code = typeof body === "object" && body !== null && "code" in body ? String(body.code) : "no page";
    throw new Error(`the hub answered the pull with ${status}: ${code}`);
  }
  return body;
}

function isPage(body: unknown): body is Page {
  return (
    typeof body === "object" &&
    body !== null &&
    "updates" in body &&
    Array.isArray(body.updates) &&
    body.updates.every((update: unknown) => typeof update === "object" && update !== null && "jws" in update) &&
    "cursor" in body &&
    typeof body.cursor === "string" &&
    "more" in body
  );
}
