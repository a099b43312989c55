import type { EventRow } from "./event-chain.ts";
import type { BundledAgreement } from "./manifest.ts";

/** A draft is one party's own: until it is proposed nobody decides by it. */
const NOT_BUNDLED: ReadonlySet<string> = new Set(["drafted", "returned", "deleted"]);

/** The versions that nodes know of, each with the digest of the document it now stands for. */
export function bundledVersions(events: readonly EventRow[]): readonly BundledAgreement[] {
  const last = new Map(events.map((event) => [`${event.agreementId}@${event.version}`, event]));
  return [...last.values()]
    .filter(({ kind }) => !NOT_BUNDLED.has(kind))
    .map(({ agreementId, version, digest }) => ({ id: agreementId, version, digest }))
    .toSorted((a, b) => (a.id === b.id ? a.version - b.version : a.id < b.id ? -1 : 1));
}
