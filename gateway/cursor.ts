import { createHmac, timingSafeEqual } from "node:crypto";
import { HubError } from "#schemas/problems.ts";

const MAC_BYTES = 16;

/**
 * An opaque position that only the hub can make, good for one `scope` alone (a subscription, or one caller's one search):
 * carried elsewhere it is not accepted.
 */
export function sealCursor(secret: Uint8Array, scope: string, position: string): string {
  return Buffer.concat([mac(secret, scope, position), Buffer.from(position)]).toString("base64url");
}

/** The position inside, or `cursor-not-accepted`. */
export function openCursor(secret: Uint8Array, scope: string, cursor: string): string {
  const bytes = Buffer.from(cursor, "base64url");
  const position = bytes.subarray(MAC_BYTES).toString();
  // Re-sealing and comparing whole also refuses a second spelling of the same bytes.
  const sealed = Buffer.from(sealCursor(secret, scope, position));
  const given = Buffer.from(cursor);
  if (sealed.length !== given.length || !timingSafeEqual(sealed, given)) {
    throw new HubError("cursor-not-accepted", "the cursor is not ours, or not for this");
  }
  return position;
}

function mac(secret: Uint8Array, scope: string, position: string): Buffer {
  // Lengths first: no scope and position can be cut differently into the same text.
  const text = `${scope.length}:${scope}${position}`;
  return createHmac("sha256", secret).update(text).digest().subarray(0, MAC_BYTES);
}
