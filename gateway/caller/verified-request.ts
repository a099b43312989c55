import type { AgencyType } from "#schemas/vocabulary.ts";

/**
 * All that a handler may know of a call: what the agency's key signed, and nothing else
 * (design/signed-calls section 1, principle 3).
 */
export type VerifiedRequest = {
  readonly requestId: string;
  readonly agencyId: string;
  readonly agencyType: AgencyType;
  readonly keyid: string;
  readonly nonce: string;
  /** `created` of the signature. */
  readonly createdAt: Date;
  readonly receivedAt: Date;
  readonly method: string;
  /** Origin-form path without query, byte for byte. */
  readonly path: string;
  readonly query: ReadonlyMap<string, string>;
  /** Hub-Actor without quotes; null when the route does not need it and it was absent. */
  readonly actor: string | null;
  readonly purpose: string | null;
  readonly agreementId: string | null;
  readonly idempotencyKey: string | null;
  readonly ifMatch: string | null;
  readonly ifNoneMatch: string | null;
  readonly lastEventId: string | null;
  readonly prefer: string | null;
  readonly body: Uint8Array;
  /** Raw header values and the base they were verified against, for the response binding and the ledger. */
  readonly signatureInput: string;
  readonly signature: string;
  readonly signatureBase: string;
  readonly contentDigest: string | null;
};
