import type { DocumentPath } from "../fault.ts";

/** Lists whose members go by a name of their own. */
const NAMED: Readonly<Record<string, { readonly word: string; readonly key: string }>> = {
  rules: { word: "Rule", key: "id" },
  examples: { word: "Example", key: "id" },
  parties: { word: "Party", key: "id" },
  purposes: { word: "Purpose", key: "id" },
  bases: { word: "Basis", key: "id" },
  clauses: { word: "Clause", key: "id" },
  retention: { word: "Retention of class", key: "class" },
};

/** What is wrong with the shape of one place, in a sentence for somebody who writes agreements and no schemas. */
export function shapeInWords(document: unknown, path: DocumentPath, messages: readonly string[]): string {
  const { owner, inside } = placeInWords(document, path);
  const said = messages.map((message) => inWords(message, path, document));
  const where = inside === "" ? "it" : inside;
  return `${owner === null ? where : `${owner}: ${where}`} ${[...new Set(said)].join("; ")}.`;
}

function placeInWords(
  document: unknown,
  path: DocumentPath,
): { readonly owner: string | null; readonly inside: string } {
  const [list, at, ...rest] = path;
  const named = typeof list === "string" ? NAMED[list] : undefined;
  if (named === undefined || typeof at !== "number" || typeof list !== "string") {
    return { owner: null, inside: path.length === 0 ? "The document" : steps(path) };
  }
  const id = memberOf(memberOf(memberOf(document, list), at), named.key);
  const name = typeof id === "string" || typeof id === "number" ? `${named.word} ${id}` : `${named.word} no. ${at + 1}`;
  return { owner: name, inside: steps(rest) };
}

/** `["grants", 0, "form"]` -> `grants 1, form`; people count from one. */
function steps(path: DocumentPath): string {
  return path.reduce<string>(
    (text, step) => (typeof step === "number" ? `${text} ${step + 1}` : text === "" ? step : `${text}, ${step}`),
    "",
  );
}

type Saying = readonly [message: RegExp, words: string, place?: RegExp];

/** The first that fits the message, and the place where one is given, says it. */
const SAYINGS: readonly Saying[] = [
  [
    /^must NOT be valid$/,
    "may not be everybody (*): a permit names each party it gives to",
    /^rules \d+ to \d+ party$/,
  ],
  [/^must NOT be valid$/, "may not be every purpose (*): a permit names its purposes", /^rules \d+ purposes/],
  [
    /^must NOT be valid$/,
    "may not be this: a permit gives something and a limit takes something away",
    /^rules \d+ grants/,
  ],
  [/^must NOT be valid$/, "has emergency terms, which belong to purpose emergency alone", /^purposes/],
  [/^must have required property 'roles'$/, "lacks roles: a permit names the roles it gives to", /^rules \d+ to/],
  [/^boolean schema is false$/, "belongs to permits: a limit has none", /^rules/],
  [/^must NOT have unevaluated properties$/, "is not known here"],
  [/^must have required property '(.+)'$/, "lacks $1"],
  [/^must be equal to (one of the allowed values|constant)$/, "is not on the closed list"],
  [/^must match (pattern "Z\$"|format "date-time")$/, "must be an instant in UTC, as in 2026-04-01T00:00:00Z"],
  [/^must match format "date"$/, "must be a day, as in 2026-04-01"],
  [/^must match (pattern|format) .*$/, "is not written as it has to be"],
  [/^must be integer$/, "must be a whole number"],
  [/^must be string$/, "must be text"],
  [/^must be array$/, "must be a list"],
  [/^must be object$/, "must be a group of named members"],
  [/^must be boolean$/, "must be true or false"],
  [/^must be >= (.+)$/, "must be $1 or more"],
  [/^must be <= (.+)$/, "must be $1 or less"],
  [/^must NOT have fewer than 1 items$/, "is empty"],
  [/^must NOT have fewer than (.+)$/, "has fewer than $1"],
  [/^must NOT have more than (.+)$/, "has more than $1"],
  [/^must NOT have duplicate items.*$/, "names something twice"],
  [/^must match "(then|else)" schema$/, "does not fit what stands beside it"],
  [
    /^holds a forbidden member or nests too deeply$/,
    "holds a name that no document may (__proto__, constructor, prototype), or goes too deep",
  ],
];

function inWords(message: string, path: DocumentPath, document: unknown): string {
  const place = path.join(" ");
  const saying = SAYINGS.find(([said, , at]) => said.test(message) && (at === undefined || at.test(place)));
  return saying === undefined ? message : message.replace(saying[0], saying[1]) + valueHint(message, path, document);
}

/** Which words a closed list leaves is of use only with the word that is not one of them. */
function valueHint(message: string, path: DocumentPath, document: unknown): string {
  const value = path.reduce<unknown>(memberOf, document);
  return message.startsWith("must be equal to") && typeof value === "string" ? ` (${value})` : "";
}

function memberOf(value: unknown, key: string | number): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}
