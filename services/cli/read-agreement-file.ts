import { readFile } from "node:fs/promises";
import { type Document, isAlias, isNode, LineCounter, parseDocument, visit } from "yaml";

const FILE_CHARACTERS_MAX = 1_048_576;

type Path = readonly (string | number)[];

export type AgreementFile =
  | { readonly outcome: "read"; readonly document: unknown; readonly lineOf: (path: Path) => number | null }
  | { readonly outcome: "unreadable"; readonly faults: readonly FileFault[] };

export type FileFault = { readonly line: number | null; readonly message: string };

/** Reads one agreement as plain YAML 1.2; anchors, aliases, tags and duplicate keys are faults, each with its line. */
export async function readAgreementFile(file: string): Promise<AgreementFile> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unreadable";
    return { missing: code === "ENOENT" ? "There is no such file." : `The file cannot be read (${code}).` };
  });
  if (typeof text !== "string") {
    return unreadable([{ line: null, message: text.missing }]);
  }
  if (text.length > FILE_CHARACTERS_MAX) {
    return unreadable([{ line: null, message: `The file has more than ${FILE_CHARACTERS_MAX} characters.` }]);
  }
  return parseAgreement(text);
}

/** Parses the text of an agreement, in which a plain `yes` or `active` is a string. */
export function parseAgreement(text: string): AgreementFile {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    version: "1.2",
    schema: "core",
    uniqueKeys: true,
    stringKeys: true,
    prettyErrors: false,
    lineCounter: lines,
  });
  const lineAt = (offset: number | undefined) => (offset === undefined ? null : lines.linePos(offset).line);
  const errors = document.errors.map(({ pos, message }) => ({ line: lineAt(pos[0]), message: `${message}.` }));
  const fancy = notPlain(document).map(({ offset, message }) => ({ line: lineAt(offset), message }));
  const faults = [...errors, ...fancy];
  if (faults.length > 0) {
    return unreadable(faults);
  }
  // Without aliases there is nothing to expand, so the limit is none at all.
  return {
    outcome: "read",
    document: document.toJS({ maxAliasCount: 0 }),
    lineOf: (path) => lineAt(offsetOf(document, path)),
  };
}

function unreadable(faults: readonly FileFault[]): AgreementFile {
  return { outcome: "unreadable", faults };
}

function notPlain(document: Document): readonly { readonly offset: number | undefined; readonly message: string }[] {
  const found: { offset: number | undefined; message: string }[] = [];
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

function whyNotPlain(node: object): string | null {
  if (isAlias(node)) {
    return "An alias (*) is not accepted: write the value out.";
  }
  if ("anchor" in node && node.anchor !== undefined) {
    return "An anchor (&) is not accepted: write the value out.";
  }
  return "tag" in node && node.tag !== undefined ? "A tag (!) is not accepted." : null;
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
