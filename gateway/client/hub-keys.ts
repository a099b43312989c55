import { keyThumbprint } from "./http-signature/key-thumbprint.ts";
import { type PublicJwk, type VerifyKey, verifyKeyOfJwk } from "./http-signature/signature-algorithms.ts";

/** What the hub publishes at `GET /v1/keys`, or what an agency was given out of band. */
export type HubKeySet = { readonly keys: readonly (PublicJwk & { readonly hub_use?: string | undefined })[] };

export type HubKeys = {
  /** The key of that name, if the hub uses it for that and nothing else. */
  readonly find: (keyid: string, use: "response" | "event") => Promise<VerifyKey | null>;
};

/** Not more often than this is the hub asked again about a key it did not publish. */
const REFETCH_AFTER_MS = 5000;

/** The hub's keys, asked for at first need and again when an unknown one turns up: the hub rotates its keys. */
export function createHubKeys(fetchKeys: () => Promise<unknown>): HubKeys {
  let known: ReadonlyMap<string, VerifyKey> = new Map();
  let fetchedAtMs = Number.NEGATIVE_INFINITY;
  return {
    find: async (keyid, use) => {
      const name = `${use} ${keyid}`;
      if (!known.has(name) && performance.now() - fetchedAtMs > REFETCH_AFTER_MS) {
        known = readKeySet(await fetchKeys());
        fetchedAtMs = performance.now();
      }
      return known.get(name) ?? null;
    },
  };
}

/** A key is filed under its own thumbprint: what the document calls it does not count. */
function readKeySet(document: unknown): ReadonlyMap<string, VerifyKey> {
  const keys = new Map<string, VerifyKey>();
  for (const jwk of isKeySet(document) ? document.keys : []) {
    const key = verifyKeyOfJwk(jwk);
    if (key !== null) {
      keys.set(`${jwk.hub_use} ${keyThumbprint(jwk)}`, key);
    }
  }
  return keys;
}

function isKeySet(document: unknown): document is HubKeySet {
  return (
    typeof document === "object" &&
    document !== null &&
    "keys" in document &&
    Array.isArray(document.keys) &&
    document.keys.every((key: unknown) => typeof key === "object" && key !== null)
  );
}
