import { readFileSync } from "node:fs";
import { checkLetter } from "#schemas/identifiers/check-letter.ts";

type Node = { readonly [keyword: string]: unknown };

/** One leaf of a canary record: where it is, and the text by which it would be known again wherever it turned up. */
export type Canary = {
  readonly field: string;
  /** Members below the field, `[]` for an item: `[].hoCode`; empty for the value itself. */
  readonly leaf: string;
  /** Null where the value comes from a list too short to be told from chance: those are compared, not searched for. */
  readonly token: string | null;
};

export type CanaryField = { readonly value: unknown; readonly canaries: readonly Canary[] };

const SCHEMAS = new URL("../../../schemas/", import.meta.url);
const RECORD: Node = JSON.parse(readFileSync(new URL("records/offender-record.v1.schema.json", SCHEMAS), "utf8"));

/** A value for every field of the record, every leaf of it different from every leaf of every other serial. */
export function canaryFields(serial: number): ReadonlyMap<string, CanaryField> {
  const counter = { next: serial * 400 };
  const fields = new Map<string, CanaryField>();
  for (const [group, groupNode] of members(RECORD)) {
    for (const [name, node] of members(groupNode)) {
      const field = `${group}.${name}`;
      const canaries: Canary[] = [];
      // A list is held item by item, so its canary is one item.
      const held = node["type"] === "array" ? asNode(node["items"]) : node;
      const leaf = node["type"] === "array" ? "[]" : "";
      fields.set(field, { value: build(held, { field, leaf, counter, canaries }), canaries });
    }
  }
  return fields;
}

type Building = {
  readonly field: string;
  readonly leaf: string;
  readonly counter: { next: number };
  readonly canaries: Canary[];
};

function build(node: Node, at: Building): unknown {
  if (node["type"] === "object" && node["properties"] !== undefined) {
    return Object.fromEntries(
      members(node).map(([name, inner]) => [name, build(inner, { ...at, leaf: `${at.leaf}.${name}` })]),
    );
  }
  if (node["type"] === "object") {
    return { opiates: build(asNode(node["additionalProperties"]), { ...at, leaf: `${at.leaf}.opiates` }) };
  }
  if (node["type"] === "array") {
    return [build(asNode(node["items"]), { ...at, leaf: `${at.leaf}[]` })];
  }
  const number = at.counter.next++;
  const { value, token } = leafValue(node, number);
  at.canaries.push({ field: at.field, leaf: at.leaf, token });
  return value;
}

type Leaf = { readonly value: unknown; readonly token: string | null };

const text = (value: string): Leaf => ({ value, token: value });
const compared = (value: unknown): Leaf => ({ value, token: null });

function leafValue(node: Node, number: number): Leaf {
  if (Array.isArray(node["enum"])) {
    return compared(node["enum"][number % node["enum"].length]);
  }
  const named = NAMED[String(node["$ref"] ?? node["pattern"] ?? node["format"])];
  if (named !== undefined) {
    return named(number);
  }
  switch (node["type"]) {
    case "boolean":
      return compared(true);
    case "integer":
      return integer(node, number);
    case "number":
      return decimal(node, number);
    default:
      return text(word(number).slice(0, Number(node["maxLength"] ?? 40)));
  }
}

/** Twelve letters that no encoding of anything else is likely to hold. */
function word(number: number): string {
  const letters = [...Array(7).keys()].map((at) => String.fromCharCode(97 + (Math.floor(number / 26 ** at) % 26)));
  return `Canry${letters.join("")}`;
}

function integer(node: Node, number: number): Leaf {
  const least = Number(node["minimum"]);
  const most = Number(node["maximum"]);
  const value = least + ((number * 7_919 + 123_457) % (most - least + 1));
  return String(value).length >= 9 ? text9(value) : compared(value);
}

const text9 = (value: number): Leaf => ({ value, token: String(value) });

function decimal(node: Node, number: number): Leaf {
  const least = Number(node["minimum"]);
  const most = Number(node["maximum"]);
  const value = Number((least + (most - least) * (0.31 + (number % 997) / 3_000) + number / 1e7).toFixed(7));
  return { value, token: String(value).replace(".", "").length >= 8 ? String(value) : null };
}

const pad = (number: number, width: number) => String(number % 10 ** width).padStart(width, "0");
const DAY_MS = 86_400_000;
const pnc = (number: number) => `19${pad(number, 2)}/${pad(number * 37, 7)}`;
const V = "https://concordat.example/schemas/vocabulary.v1.schema.json#/$defs/";

/** Values for leaves whose shape is prescribed, by reference, pattern or format. */
const NAMED: Readonly<Record<string, (number: number) => Leaf>> = {
  [`${V}isoDate`]: (n) => text(new Date(Date.UTC(1951, 0, 1) + n * DAY_MS).toISOString().slice(0, 10)),
  [`${V}utcInstant`]: (n) => text(new Date(Date.UTC(1999, 0, 1) + n * 7_919_003).toISOString().replace(/\.\d+/, "")),
  [`${V}postcode`]: (n) =>
    text(`ZE${(n % 9) + 1} ${Math.floor(n / 9) % 10}${letter(Math.floor(n / 90))}${letter(Math.floor(n / 2_340))}`),
  uri: (n) => text(`https://photos.example/${word(n)}`),
  email: (n) => text(`${word(n)}@work.example`),
  "^\\d{3}/\\d{2}$": (n) => text(`${pad(n, 3)}/${pad(Math.floor(n / 1_000), 2)}`),
  "^[A-Z]{2}\\d{5}[A-Z]?$": (n) => text(`QX${pad(n, 5)}`),
  "^[A-Z]{3}$": () => compared("WCI"),
  "^[a-z]{2,3}$": () => compared("cy"),
  "^[0-9a-f]{64}$": (n) => text(pad(n, 7).padStart(64, "c0ffee")),
  "^(\\d{6}/\\d{2}[A-HJ-NP-RT-Z]|SF\\d{2}/\\d{1,6}[A-HJ-NP-RT-Z])$": (n) =>
    text(`${pad(n * 31, 6)}/${pad(n, 2)}${checkLetter(`${pad(n, 2)}${pad(n * 31, 6)}`)}`),
  "^\\d{4}/\\d{7}[A-HJ-NP-RT-Z]$": (n) => text(`${pnc(n)}${checkLetter(`${pad(n, 2)}${pad(n * 37, 7)}`)}`),
  "^[1-3][A-E]$": () => compared("2C"),
  "^[A-Z0-9]{2,8}$": (n) => text(`Q${pad(n, 7)}`),
  "^[A-Z]\\d{6}$": (n) => text(`Q${pad(n, 6)}`),
  "^[A-Z]{4}$": () => compared("RHRH"),
  "^[A-G][0-3]?S?$": () => compared("B2"),
  "^[1-9]\\d{0,11}$": (n) => text(`7${pad(n * 17, 11)}`),
  "^[A-Z]\\d{4}[A-Z]{2}$": (n) => text(`Q${pad(n, 4)}${letter(Math.floor(n / 10_000))}Z`),
};

function letter(number: number): string {
  return String.fromCharCode(65 + (number % 26));
}

function members(node: Node): readonly (readonly [string, Node])[] {
  return Object.entries(asNode(node["properties"])).map(([name, inner]) => [name, asNode(inner)] as const);
}

function asNode(value: unknown): Node {
  if (typeof value !== "object" || value === null) {
    throw new Error("the record schema has a leaf that is no schema");
  }
  return value as Node;
}
