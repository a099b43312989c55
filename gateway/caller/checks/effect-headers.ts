const ETAG = /^"[\x21\x23-\x7e]{1,128}"$/;

/**
 * Every header that may change what a call does, with its one accepted spelling. Each must be covered by the signature
 * whenever it is present; a handler learns of no other header.
 */
export const EFFECT_HEADERS = {
  "hub-actor": /^"[A-Za-z0-9._:-]{1,128}"$/,
  "hub-purpose": /^(?=.{1,64}$)[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/,
  "hub-agreement": /^[A-Za-z][A-Za-z0-9._:/-]{0,127}$/,
  "hub-request-id": /^"[A-Za-z0-9._-]{1,64}"$/,
  "idempotency-key": /^"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"$/,
  "if-match": ETAG,
  "if-none-match": /^(?:\*|"[\x21\x23-\x7e]{1,128}")$/,
  "last-event-id": /^[\x21-\x7e]{1,512}$/,
  prefer: /^[a-z][a-z0-9=;, -]{0,127}$/,
} as const satisfies Record<string, RegExp>;

export type EffectHeader = keyof typeof EFFECT_HEADERS;
