import type { FieldPath } from "#schemas/generated/field-paths.ts";

/** HMAC-SHA-256 and the key of this agreement, recipient and purpose, handed in so that this folder stays pure. */
export type PseudonymCrypto = {
  readonly hmacSha256: (key: Uint8Array, data: Uint8Array) => Uint8Array;
  readonly pseudonymKey: Uint8Array;
};

const BYTES = 16;

/**
 * The same identifier gives the same pseudonym under one key, so that one recipient can count people; another
 * recipient has another key and cannot join. The field is part of the input, so that two fields never meet.
 */
export function pseudonymise(field: FieldPath, value: unknown, crypto: PseudonymCrypto): string | undefined {
  if (typeof value !== "string") {
    return undefined;
  }
  const digest = crypto.hmacSha256(crypto.pseudonymKey, new TextEncoder().encode(`${field}\n${value}`));
  return Array.from(digest.slice(0, BYTES), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
