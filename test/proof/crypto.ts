import { createHmac } from "node:crypto";
import type { PseudonymCrypto } from "#policies/transforms/pseudonymise.ts";

/** A key of one invented agreement, recipient and purpose. */
export const CRYPTO: PseudonymCrypto = {
  hmacSha256: (key, data) => createHmac("sha256", key).update(data).digest(),
  pseudonymKey: new TextEncoder().encode("a key of this agreement, recipient and purpose"),
};
