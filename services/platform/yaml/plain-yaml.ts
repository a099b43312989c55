import { createReadStream } from "node:fs";
import { text } from "node:stream/consumers";
import { type Document, isAlias, isNode, LineCounter, type Node, parseDocument, visit } from "yaml";

const FILE_BYTES_MAX = 1_048_576;
const TOO_LARGE: PlainYaml = { outcome: "unreadable", faults: [{ line: null, message: "The file is over 1 MiB." }] };

type Path = readonly (string | number)[];

/** A document, or every reason why it is none. `lineOf` says where a member of it begins, for faults to name. */
export type PlainYaml =
  | { readonly outcome: "read"; readonly document: unknown; readonly lineOf: (path: Path) => number | null }
  | { readonly outcome: "unreadable"; readonly faults: readonly YamlFault[] };

export type YamlFault = { readonly line: number | null; readonly message: string };

/** Reads one file as plain YAML; a file that cannot be read is a fault too. */
export async function readPlainYamlFile(file: string): Promise<PlainYaml> {
  try {
    // One byte more than is accepted shows that there is more; the rest is left where it is.
    return parsePlainYaml(await text(createReadStream(file, { end: FILE_BYTES_MAX })));
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unreadable";
    const message = code === "ENOENT" ? "There is no such file." : `The file cannot be read (${code}).`;
    return { outcome: "unreadable", faults: [{ line: null, message }] };
  }
}

/** YAML 1.2, core schema: a plain `yes` is a string. No anchors, aliases, tags or duplicate keys. */
export function parsePlainYaml(yaml: string): PlainYaml {
  if (Buffer.byteLength(yaml) > FILE_BYTES_MAX) {
    return TOO_LARGE;
  }
  const lines = new LineCounter();
  const document = parseDocument(yaml, {
    version: "1.2",
    schema: "core",
    uniqueKeys: true,
    stringKeys: true,
    prettyErrors: false,
    lineCounter: lines,
  });
  const lineAt = (offset: number | undefined) => (offset === undefined ? null : lines.linePos(offset).line);
  const said = [...document.errors, ...document.warnings].map(({ pos, code, message }) => ({
    line: lineAt(pos[0]),
    message: IN_WORDS[code] ?? `${message}.`,
  }));
  const fancy = notPlain(document).map(({ offset, message }) => ({ line: lineAt(offset), message }));
  const faults = [...said, ...fancy];
  if (faults.length > 0) {
    return { outcome: "unreadable", faults };
  }
  // Without aliases there is nothing to expand, so the limit is none at all.
  return {
    outcome: "read",
    document: document.toJS({ maxAliasCount: 0 }),
    lineOf: (path) => lineAt(offsetOf(document, path)),
  };
}

/** What the reader of a document can do something about, in the words of its author rather than of a parser. */
const IN_WORDS: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: "This name stands here a second time: write it once.",
  MULTIPLE_DOCS: "A second document begins here (---): each has a file of its own.",
};

type NotPlain = { readonly offset: number | undefined; readonly message: string };

function notPlain(document: Document): readonly NotPlain[] {
  const found: NotPlain[] = [];
  visit(document, {
    Node: (_key, node) => {
      const message = whyNotPlain(node);
      if (message !== null) {
        found.push({ offset: node.range?.[0], message });
      }
    },
  });
  return found;
}

function whyNotPlain(node: Node): string | null {
  if (isAlias(node)) {
    return "An alias (*) is not accepted: write the value out.";
  }
  if ("anchor" in node && node.anchor !== undefined) {
    return "An anchor (&) is not accepted: write the value out.";
  }
  return node.tag === undefined ? null : "A tag (!) is not accepted.";
}

/** The nearest place that is there, since what is missing has none of its own. */
function offsetOf(document: Document, path: Path): number | undefined {
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) {
      return node.range[0];
    }
  }
  return undefined;
}
