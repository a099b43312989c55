/**
 * RFC 8785 text of a JSON value, the one spelling that is hashed and stored.
 * Throws on what JSON cannot carry: undefined, functions, non-finite numbers, lone surrogates.
 */
export function canonicalJson(value: unknown): string {
  return write(value, 0);
}

/** RFC 8785 as UTF-8 bytes. */
export function canonicalBytes(value: unknown): Buffer {
  return Buffer.from(canonicalJson(value), "utf8");
}

const DEPTH_MAX = 64;

function write(value: unknown, depth: number): string {
  if (depth > DEPTH_MAX) {
    throw new TypeError("canonical JSON: nested too deep");
  }
  if (typeof value === "string") {
    return writeString(value);
  }
  if (value === null || typeof value === "boolean") {
    return String(value);
  }
  if (typeof value === "number") {
    return writeNumber(value);
  }
  if (Array.isArray(value)) {
    return writeArray(value, depth);
  }
  if (isObject(value)) {
    return writeObject(value, depth);
  }
  throw new TypeError(`canonical JSON: ${typeof value} is not JSON`);
}

function writeNumber(value: number): string {
  if (!Number.isFinite(value)) {
    throw new TypeError("canonical JSON: a number is not finite");
  }
  // ECMAScript number text is what RFC 8785 section 3.2.2.3 asks for, minus zero included.
  return JSON.stringify(value);
}

// Printable ASCII but for the quote and the backslash: JSON spells it as it is, and no surrogate is in it.
const PLAIN = /^[ !#-[\]-~]*$/;

function writeString(value: string): string {
  if (PLAIN.test(value)) {
    return `"${value}"`;
  }
  if (!isWellFormed(value)) {
    throw new TypeError("canonical JSON: a string holds a lone surrogate");
  }
  return JSON.stringify(value);
}

// String.prototype.isWellFormed is ES2024; the library target here is ES2023.
function isWellFormed(value: string): boolean {
  return !/\p{Surrogate}/u.test(value);
}

// Every disclosure passes here several times, so text is joined as it comes, without lists in between.
function writeArray(members: readonly unknown[], depth: number): string {
  let text = "";
  for (let at = 0; at < members.length; at += 1) {
    text += `${at === 0 ? "" : ","}${write(members[at], depth + 1)}`;
  }
  return `[${text}]`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function writeObject(members: Readonly<Record<string, unknown>>, depth: number): string {
  let text = "";
  // Without a comparison of its own, sort orders by UTF-16 code units, as RFC 8785 section 3.2.3 asks.
  for (const name of Object.keys(members).sort()) {
    const member = members[name];
    if (member !== undefined) {
      text += `${text === "" ? "" : ","}${writeString(name)}:${write(member, depth + 1)}`;
    }
  }
  return `{${text}}`;
}
