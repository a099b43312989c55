import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";

/** Each token with its SHA-256, one character a byte. */
export type Needles = ReadonlyMap<string, string>;

export function needlesFor(tokens: Iterable<string>): Needles {
  return new Map(
    [...new Set(tokens)].map((token) => [token, createHash("sha256").update(token).digest().toString("latin1")]),
  );
}

/**
 * The tokens that lie in these bytes: plain, escaped, percent-encoded, in base64, base64url, hex or gzip, one inside
 * another, or hashed. Every token is printable ASCII, so that of what was unwrapped only such runs are searched.
 */
export function findCanaries(bytes: Buffer, needles: Needles): ReadonlySet<string> {
  const whole = unescaped(bytes.toString("latin1"));
  const once = unwrapped(bytes, whole);
  const twice = once.flatMap((part) => unwrapped(part, printable(part)));
  const texts = [bytes.toString("latin1"), whole, ...[...once, ...twice].map(printable)].join("\n");
  const raw = once.map((part) => part.toString("latin1")).join("\n");
  const [inTexts, inRaw] = [searcher(texts), searcher(raw)];
  const found = [...needles].filter(([token, digest]) => inTexts(token) || inRaw(digest));
  return new Set(found.map(([token]) => token));
}

/** No token is shorter than this, and few places of a text begin like one. */
const BEGINNING = 6;
/** Beyond this the table of beginnings costs more than it saves. */
const TABLE_MAX = 2_000_000;

/** Looks for many things in one text: a table of how its places begin rules nearly all of them out. */
function searcher(text: string): (sought: string) => boolean {
  if (text.length > TABLE_MAX) {
    return (sought) => text.includes(sought);
  }
  const beginnings = new Set<string>();
  for (let at = 0; at + BEGINNING <= text.length; at += 1) {
    beginnings.add(text.slice(at, at + BEGINNING));
  }
  return (sought) => beginnings.has(sought.slice(0, BEGINNING)) && text.includes(sought);
}

/** What is left of bytes that were decoded from where nothing was encoded is noise; hardly any of it stays. */
function printable(bytes: Buffer): string {
  return unescaped((bytes.toString("latin1").match(/[\x20-\x7e]{6,}/g) ?? []).join("\n"));
}

function unwrapped(bytes: Buffer, text: string): readonly Buffer[] {
  return [...gunzipped(bytes), ...encodedIn(text, BASE64, "base64"), ...encodedIn(text, HEX, "hex")];
}

/** JSON may write any character as \uXXXX, a URL any byte as %XX; a frame of a chunked answer may cut a text in two. */
function unescaped(text: string): string {
  const utf8 = (character: string) => Buffer.from(character, "utf8").toString("latin1");
  return text
    .replaceAll(/\r\n[0-9a-f]{1,8}\r\n/g, "")
    .replaceAll(/\\u([0-9a-fA-F]{4})/g, (_, code) => utf8(String.fromCharCode(Number.parseInt(code, 16))))
    .replaceAll(/%([0-9a-fA-F]{2})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
}

const BASE64 = { runs: /[A-Za-z0-9+/_-]{8,}/g, alignments: [0, 1, 2, 3] };
const HEX = { runs: /[0-9a-fA-F]{12,}/g, alignments: [0, 1] };

/** Where an encoding begins is not known, so that each run is read from every place it could begin. */
function encodedIn(text: string, { runs, alignments }: typeof BASE64, encoding: "base64" | "hex"): readonly Buffer[] {
  const found = text.match(runs) ?? [];
  return alignments.map((skip) => Buffer.concat(found.map((run) => Buffer.from(`${run.slice(skip)}`, encoding))));
}

const GZIP_MAGIC = Buffer.from([0x1f, 0x8b, 0x08]);

function gunzipped(bytes: Buffer): readonly Buffer[] {
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
