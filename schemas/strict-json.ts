import { isForbiddenMember } from "./forbidden-members.ts";

export type StrictJsonCode = "json-duplicate-member" | "json-not-acceptable";

/** `message` names the rule and the character offset, never the content. */
export type StrictJson =
  | { readonly valid: true; readonly value: unknown }
  | { readonly valid: false; readonly code: StrictJsonCode; readonly message: string };

const JSON_DEPTH_MAX = 32;
const MEMBER_NAME_LENGTH_MAX = 200;

/**
 * Reads JSON so that every reader would understand the same: no duplicate members, no invalid UTF-8, no byte order mark,
 * no unpaired surrogates, no number that a double cannot hold exactly enough, no name that reaches a prototype.
 */
export function parseStrictJson(bytes: Uint8Array): StrictJson {
  try {
    const reader = { text: decode(bytes), at: 0 };
    const value = readValue(reader, JSON_DEPTH_MAX);
    skipSpace(reader);
    if (reader.at !== reader.text.length) {
      throw new Refusal("text after the value", reader.at);
    }
    return { valid: true, value };
  } catch (error) {
    if (error instanceof Refusal) {
      return { valid: false, code: error.code, message: `${error.message} at character ${error.at}` };
    }
    throw error;
  }
}

type Reader = { readonly text: string; at: number };

class Refusal extends Error {
  override readonly name = "Refusal";
  readonly at: number;
  readonly code: StrictJsonCode;

  constructor(message: string, at: number, code: StrictJsonCode = "json-not-acceptable") {
    super(message);
    this.at = at;
    this.code = code;
  }
}

function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    throw new Refusal("byte order mark", 0);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    if (cause instanceof TypeError) {
      throw new Refusal("invalid UTF-8", 0);
    }
    throw cause;
  }
}

function readValue(reader: Reader, depthLeft: number): unknown {
  skipSpace(reader);
  switch (reader.text[reader.at]) {
    case "{":
      return readObject(reader, deeper(reader, depthLeft));
    case "[":
      return readArray(reader, deeper(reader, depthLeft));
    case '"':
      return readString(reader);
    default:
      return readWordOrNumber(reader);
  }
}

function deeper(reader: Reader, depthLeft: number): number {
  if (depthLeft === 0) {
    throw new Refusal("nested too deeply", reader.at);
  }
  return depthLeft - 1;
}

function readObject(reader: Reader, depthLeft: number): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  reader.at += 1;
  if (takes(reader, "}")) {
    return members;
  }
  do {
    const name = readMemberName(reader, members);
    expects(reader, ":");
    members[name] = readValue(reader, depthLeft);
  } while (takes(reader, ","));
  expects(reader, "}");
  return members;
}

function readMemberName(reader: Reader, members: Readonly<Record<string, unknown>>): string {
  skipSpace(reader);
  const start = reader.at;
  if (reader.text[start] !== '"') {
    throw new Refusal("member name expected", start);
  }
  const name = readString(reader);
  if (isForbiddenMember(name) || name.length > MEMBER_NAME_LENGTH_MAX) {
    throw new Refusal("forbidden member name", start);
  }
  if (Object.hasOwn(members, name)) {
    throw new Refusal("duplicate member", start, "json-duplicate-member");
  }
  return name;
}

function readArray(reader: Reader, depthLeft: number): unknown[] {
  const items: unknown[] = [];
  reader.at += 1;
  if (takes(reader, "]")) {
    return items;
  }
  do {
    items.push(readValue(reader, depthLeft));
  } while (takes(reader, ","));
  expects(reader, "]");
  return items;
}

// RFC 8259 section 7: control characters must be escaped, and only these escapes exist.
const STRING_END = /(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;

function readString(reader: Reader): string {
  const start = reader.at;
  STRING_END.lastIndex = start + 1;
  if (!STRING_END.test(reader.text)) {
    throw new Refusal("malformed string", start);
  }
  reader.at = STRING_END.lastIndex;
  const value: unknown = JSON.parse(reader.text.slice(start, reader.at));
  if (typeof value !== "string" || /\p{Surrogate}/u.test(value)) {
    throw new Refusal("unpaired surrogate", start);
  }
  return value;
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORDS = [
  ["true", true],
  ["false", false],
  ["null", null],
] as const;

function readWordOrNumber(reader: Reader): unknown {
  const word = WORDS.find(([spelling]) => reader.text.startsWith(spelling, reader.at));
  if (word !== undefined) {
    reader.at += word[0].length;
    return word[1];
  }
  NUMBER.lastIndex = reader.at;
  if (!NUMBER.test(reader.text)) {
    throw new Refusal("value expected", reader.at);
  }
  const value = Number(reader.text.slice(reader.at, NUMBER.lastIndex));
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    throw new Refusal("number out of range", reader.at);
  }
  reader.at = NUMBER.lastIndex;
  return value;
}

function skipSpace(reader: Reader): void {
  while (" \t\n\r".includes(reader.text[reader.at] ?? "x")) {
    reader.at += 1;
  }
}

function takes(reader: Reader, character: string): boolean {
  skipSpace(reader);
  const taken = reader.text[reader.at] === character;
  reader.at += taken ? 1 : 0;
  return taken;
}

function expects(reader: Reader, character: string): void {
  if (!takes(reader, character)) {
    throw new Refusal(`"${character}" expected`, reader.at);
  }
}
