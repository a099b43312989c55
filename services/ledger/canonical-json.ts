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
  if (value === null || typeof value === "boolean") {
    return String(value);
  }
  if (typeof value === "number") {
    return writeNumber(value);
  }
  if (typeof value === "string") {
    return writeString(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map((member: unknown) => write(member, depth + 1)).join(",")}]`;
  }
  if (typeof value === "object") {
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

function writeString(value: string): string {
  if (!isWellFormed(value)) {
    throw new TypeError("canonical JSON: a string holds a lone surrogate");
  }
  return JSON.stringify(value);
}

// String.prototype.isWellFormed is ES2024; the library target here is ES2023.
function isWellFormed(value: string): boolean {
  return !/\p{Surrogate}/u.test(value);
}

function writeObject(value: object, depth: number): string {
  // Array.prototype.sort orders by UTF-16 code units, as RFC 8785 section 3.2.3 asks.
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${writeString(name)}:${write(member, depth + 1)}`).join(",")}}`;
}
