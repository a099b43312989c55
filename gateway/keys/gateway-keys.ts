import { hkdfSync } from "node:crypto";
import { type HubKey, loadOrCreateKey } from "#services/platform/keys/key-files.ts";

/** Every key of the hub's own that the gateway uses: one key, one use (design/signed-calls section 7). */
export type GatewayKeys = {
  readonly response: HubKey;
  readonly event: HubKey;
  readonly log: HubKey;
  readonly policy: HubKey;
  /** Authenticates cursors. */
  readonly cursorSecret: Uint8Array;
  /** Digests what a subscriber last saw. */
  readonly viewSecret: Uint8Array;
};

/** Loads the keys from their folder, making those that are missing; all replicas share the folder. */
export async function loadGatewayKeys(directory: string): Promise<GatewayKeys> {
  const [response, event, log, policy, cursor, view] = await Promise.all([
    loadOrCreateKey(directory, "response"),
    loadOrCreateKey(directory, "event"),
    loadOrCreateKey(directory, "log"),
    loadOrCreateKey(directory, "policy"),
    loadOrCreateKey(directory, "cursor"),
    loadOrCreateKey(directory, "view"),
  ]);
  return {
    response,
    event,
    log,
    policy,
    cursorSecret: secretFrom(cursor, "cursor"),
    viewSecret: secretFrom(view, "view"),
  };
}

/** Key files hold Ed25519 keys; a use that needs a symmetric secret derives one and signs nothing with the key. */
function secretFrom(key: HubKey, use: string): Uint8Array {
  const seed = key.privateKey.export({ format: "der", type: "pkcs8" });
  return new Uint8Array(hkdfSync("sha256", seed, new Uint8Array(), `concordat ${use}`, 32));
}
