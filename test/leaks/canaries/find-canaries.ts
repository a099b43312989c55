import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";

/** Every way in which a token might lie in bytes that left the hub. */
function disguises(token: string): readonly string[] {
  const bytes = Buffer.from(token, "utf8");
  const digest = createHash("sha256").update(bytes).digest();
  return [
    token,
    JSON.stringify(token).slice(1, -1),
    escaped(token),
    encodeURIComponent(token),
    bytes.toString("hex"),
    bytes.toString("hex").toUpperCase(),
    ...inBase64(bytes),
    digest.toString("hex"),
    digest.toString("base64").slice(0, 40),
    digest.toString("base64url").slice(0, 40),
  ];
}

/** JSON may write any character as \uXXXX. */
function escaped(token: string): string {
  return [...token].map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
}

/** base64 depends on what stands before: the three alignments, without the characters that neighbours share. */
function inBase64(bytes: Buffer): readonly string[] {
  return [0, 1, 2].flatMap((before) => {
    const shifted = Buffer.concat([Buffer.alloc(before), bytes]);
    const whole = shifted.toString("base64").replace(/=+$/, "");
    const own = whole.slice(Math.ceil((before * 4) / 3), Math.floor((shifted.length * 8) / 6));
    return [own, own.replaceAll("+", "-").replaceAll("/", "_")];
  });
}

export type Needles = ReadonlyMap<string, readonly string[]>;

export function needlesFor(tokens: Iterable<string>): Needles {
  return new Map([...new Set(tokens)].map((token) => [token, [...new Set(disguises(token))]]));
}

/** The tokens that lie in these bytes in any disguise, compressed parts included. */
export function findCanaries(bytes: Buffer, needles: Needles): ReadonlySet<string> {
  const texts = [bytes, ...unpacked(bytes)].map((part) => part.toString("latin1"));
  // Names with accents lie in the bytes as UTF-8.
  const haystack = [...texts, bytes.toString("utf8")].join("\n");
  const found = [...needles].filter(([, forms]) => forms.some((form) => haystack.includes(form)));
  return new Set(found.map(([token]) => token));
}

const GZIP_MAGIC = Buffer.from([0x1f, 0x8b, 0x08]);

function unpacked(bytes: Buffer): readonly Buffer[] {
  const parts: Buffer[] = [];
  for (let at = bytes.indexOf(GZIP_MAGIC); at >= 0; at = bytes.indexOf(GZIP_MAGIC, at + 1)) {
    try {
      parts.push(gunzipSync(bytes.subarray(at)));
    } catch {
      // Three bytes that only look like the start of something compressed.
    }
  }
  return parts;
}
