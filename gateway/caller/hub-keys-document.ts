import type { HubKey } from "#services/platform/keys/key-files.ts";

/** What a key of the hub signs; each use has a key of its own. */
export type HubKeyUse = "response" | "event" | "log" | "policy" | "webhook";

export type PublishedHubKey = {
  readonly kty: "OKP";
  readonly crv: "Ed25519";
  readonly x: string;
  readonly kid: string;
  readonly use: "sig";
  readonly alg: "Ed25519";
  readonly hub_use: HubKeyUse;
};

/** The body of `GET /v1/keys`: a JWKS whose `hub_use` says what each key may be believed for. */
export function hubKeysDocument(keys: Readonly<Partial<Record<HubKeyUse, HubKey>>>): {
  readonly keys: readonly PublishedHubKey[];
} {
  const uses: readonly HubKeyUse[] = ["response", "event", "log", "policy", "webhook"];
  return {
    keys: uses.flatMap((use) => {
      const key = keys[use];
      return key === undefined
        ? []
        : [{ ...key.publicJwk, kid: key.keyid, use: "sig" as const, alg: "Ed25519" as const, hub_use: use }];
    }),
  };
}
