import { createHash } from "node:crypto";
import { decodeBase64 } from "./signature-grammar.ts";

export type DigestAlgorithm = "sha-256" | "sha-512";

export type ContentDigests = ReadonlyMap<DigestAlgorithm, Buffer>;

export type ContentDigestFault = "header-malformed" | "content-digest-algorithm";

const MEMBER = /^([a-z*][a-z0-9_.*-]*)=:([A-Za-z0-9+/]*={0,2}):$/;
const HASH_NAMES = { "sha-256": "sha256", "sha-512": "sha512" } as const satisfies Record<DigestAlgorithm, string>;

/** A Content-Digest header value (RFC 9530) for these bytes. */
export function contentDigest(bytes: Uint8Array): string {
  return `sha-256=:${createHash("sha256").update(bytes).digest("base64")}:`;
}

/** Reads a Content-Digest value. `sha-256` must be there, `sha-512` may be beside it, and nothing else. */
export function parseContentDigest(text: string): ContentDigests | ContentDigestFault {
  const digests = new Map<DigestAlgorithm, Buffer>();
  for (const spelled of text.split(", ")) {
    const member = parseMember(spelled);
    if (member === null) {
      return "header-malformed";
    }
    if (!isDigestAlgorithm(member.name)) {
      return "content-digest-algorithm";
    }
    if (digests.has(member.name)) {
      return "header-malformed";
    }
    digests.set(member.name, member.bytes);
  }
  return digests.has("sha-256") ? digests : "content-digest-algorithm";
}

function parseMember(spelled: string): { readonly name: string; readonly bytes: Buffer } | null {
  const [, name, base64] = MEMBER.exec(spelled) ?? [];
  const bytes = base64 === undefined ? null : decodeBase64(base64);
  return name === undefined || bytes === null ? null : { name, bytes };
}

function isDigestAlgorithm(name: string): name is DigestAlgorithm {
  return Object.hasOwn(HASH_NAMES, name);
}

/** Takes bytes as they arrive and says at the end whether every named digest matches them. */
export function startDigestCheck(digests: ContentDigests): {
  readonly update: (chunk: Uint8Array) => void;
  readonly matches: () => boolean;
} {
  const running = [...digests].map(([name, expected]) => ({ hash: createHash(HASH_NAMES[name]), expected }));
  return {
    update: (chunk) => {
      for (const { hash } of running) {
        hash.update(chunk);
      }
    },
    matches: () => running.every(({ hash, expected }) => hash.digest().equals(expected)),
  };
}
