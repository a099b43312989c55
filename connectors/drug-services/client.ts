import type { Identifier } from "#schemas/agency-event.ts";
import type { KnownReference } from "../connector.ts";

/** National reporting codes; the two that say nothing are read as not given. */
export const SEXES = { "1": "M", "2": "F", "0": null, "9": null } as const;

/** The number of a client at this service, the same in all of its files: what ties them together. */
export function clientIdentifier(clientId: string): Identifier {
  return { type: "LOCAL", value: clientId, valid: true };
}

/** Lets later rows and files refer to the client. */
export function clientReference(clientId: string): KnownReference {
  return { kind: "client", ref: clientId };
}
