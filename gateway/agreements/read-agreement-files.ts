import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Document, isAlias, isNode, isScalar, LineCounter, parseDocument, visit } from "yaml";

const SUFFIX = ".isa.yaml";
const FILE_BYTES_MAX = 1_048_576;

export type AgreementFile = {
  readonly file: string;
  readonly document: unknown;
  /** The line a member of the document begins on, so that a fault can name its place. */
  readonly lineOf: (path: readonly (string | number)[]) => number | null;
};

export type FileFault = { readonly file: string; readonly line: number | null; readonly message: string };

export type AgreementFiles = { readonly files: readonly AgreementFile[]; readonly faults: readonly FileFault[] };

/** Reads every agreement of a folder, in order of name; a file that is not plain YAML is a fault and never half read. */
export async function readAgreementFiles(directory: string): Promise<AgreementFiles> {
  const names = (await readdir(directory)).filter((name) => name.endsWith(SUFFIX)).sort();
  const read = await Promise.all(
    names.map(async (name) => parseAgreementFile(name, await readFile(join(directory, name), "utf8"))),
  );
  return {
    files: read.flatMap(({ file }) => (file === null ? [] : [file])),
    faults: read.flatMap(({ faults }) => faults),
  };
}

type Parsed = { readonly file: AgreementFile | null; readonly faults: readonly FileFault[] };

/** YAML 1.2 core schema: a plain `yes` is a string. No anchors, aliases, tags or duplicate keys (design/agreements section 2). */
export function parseAgreementFile(file: string, text: string): Parsed {
  if (text.length > FILE_BYTES_MAX) {
    return { file: null, faults: [{ file, line: null, message: `is over ${FILE_BYTES_MAX} bytes` }] };
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { version: "1.2", schema: "core", uniqueKeys: true, lineCounter: lines });
  const lineAt = (offset: number | undefined) => (offset === undefined ? null : lines.linePos(offset).line);
  const faults = [
    ...[...document.errors, ...document.warnings].map(({ pos, message }) => ({
      file,
      line: lineAt(pos[0]),
      message: message.split("\n")[0] ?? "is not YAML",
    })),
    ...notPlain(document).map(({ offset, message }) => ({ file, line: lineAt(offset), message })),
  ];
  if (faults.length > 0) {
    return { file: null, faults };
  }
  const lineOf = (path: readonly (string | number)[]) => lineAt(offsetOf(document, path));
  return { file: { file, document: document.toJS({ maxAliasCount: 0 }), lineOf }, faults };
}

type NotPlain = { readonly offset: number | undefined; readonly message: string };

function notPlain(document: Document): readonly NotPlain[] {
  const found: NotPlain[] = [];
  visit(document, {
    Node: (_key, node) => {
      const offset = node.range?.[0];
      if (isAlias(node)) {
        found.push({ offset, message: "an alias is not accepted" });
      } else if (node.anchor !== undefined) {
        found.push({ offset, message: "an anchor is not accepted" });
      } else if (hasOwnTag(node)) {
        found.push({ offset, message: "a tag is not accepted" });
      }
    },
  });
  return found;
}

/** The parser marks long strings and collections with tags of its own making; only a written one is in the text. */
function hasOwnTag(node: { readonly tag?: string | undefined }): boolean {
  return node.tag !== undefined && !(isScalar(node) && node.source === undefined);
}

function offsetOf(document: Document, path: readonly (string | number)[]): number | undefined {
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range !== undefined && node.range !== null) {
      return node.range[0];
    }
  }
  return undefined;
}
