import type { KnownReference } from "../connector.ts";

/** Beyond this a reference is not remembered, and rows that need it are told it is unknown. */
const REFERENCES_MAX = 200_000;

/**
 * What the feeds of one agency have introduced so far. Held in memory alone, and built again from the files themselves
 * when the connector starts: most of it concerns people who are nobody to this hub.
 */
export type KnownReferences = {
  readonly find: (kind: string, ref: string) => KnownReference | null;
  readonly add: (references: readonly KnownReference[]) => void;
};

export function createKnownReferences(): KnownReferences {
  const known = new Map<string, KnownReference>();
  return {
    find: (kind, ref) => known.get(keyOf(kind, ref)) ?? null,
    add: (references) => {
      for (const reference of references) {
        const key = keyOf(reference.kind, reference.ref);
        if (known.size < REFERENCES_MAX || known.has(key)) {
          known.set(key, reference);
        }
      }
    },
  };
}

function keyOf(kind: string, ref: string): string {
  return `${kind}\n${ref}`;
}
