import { SaxesParser } from "saxes";
import type { RowProblem, XmlElement } from "../../connector.ts";
import { malformedRecord, rowError } from "../../rows/row-problems.ts";
import { invalidEncoding } from "./feed-text.ts";
import type { ParsedFile, ParsedRow } from "./parsed-row.ts";

const DEPTH_MAX = 32;
const RECORDS_MAX = 100_000;

type OpenElement = { name: string; attributes: Record<string, string>; children: XmlElement[]; text: string };

/** Stops the parser at the first thing that is not acceptable. */
class XmlRefused extends Error {
  readonly problem: RowProblem;
  /** True when what was read before it does not count either. */
  readonly wholeFile: boolean;

  constructor(problem: RowProblem, wholeFile: boolean) {
    super(problem.why);
    this.problem = problem;
    this.wholeFile = wholeFile;
  }
}

/**
 * The elements named `recordElement`, wherever they stand. Nothing is ever fetched: a document type, and any entity
 * beyond the five of XML itself, refuse the file before a row of it is used.
 */
export function parseXml(text: string, recordElement: string): ParsedFile<XmlElement> {
  const records: XmlElement[] = [];
  try {
    recordParser(recordElement, records).write(text).close();
  } catch (fault) {
    if (!(fault instanceof XmlRefused)) {
      throw fault;
    }
    return fault.wholeFile ? { problem: fault.problem } : { rows: numbered(records, fault.problem) };
  }
  return { rows: numbered(records, null) };
}

function* numbered(records: readonly XmlElement[], lastProblem: RowProblem | null): Generator<ParsedRow<XmlElement>> {
  let line = 0;
  for (const row of records) {
    line += 1;
    yield { line, row };
  }
  if (lastProblem !== null) {
    yield { line: line + 1, problem: lastProblem };
  }
}

function recordParser(recordElement: string, records: XmlElement[]): SaxesParser {
  const parser = new SaxesParser();
  const open: OpenElement[] = [];
  let depth = 0;

  parser.on("error", (fault) => {
    throw faultOf(fault.message);
  });
  parser.on("doctype", () => {
    throw notAccepted("a document type declaration");
  });
  parser.on("xmldecl", ({ encoding }) => {
    if (encoding !== undefined && !/^utf-?(8|16)$/i.test(encoding)) {
      throw new XmlRefused(invalidEncoding("UTF-8, it declares another encoding"), true);
    }
  });
  parser.on("opentag", (tag) => {
    depth += 1;
    if (depth > DEPTH_MAX) {
      throw new XmlRefused(malformedRecord(`elements are nested deeper than ${DEPTH_MAX} levels`), false);
    }
    const name = localName(tag.name);
    if (open.length > 0 || name === recordElement) {
      open.push({ name, attributes: { ...tag.attributes }, children: [], text: "" });
    }
  });
  parser.on("text", (text) => addText(open, text));
  parser.on("cdata", (text) => addText(open, text));
  parser.on("closetag", () => {
    depth -= 1;
    closeElement(open, records);
  });
  return parser;
}

function closeElement(open: OpenElement[], records: XmlElement[]): void {
  const closed = open.pop();
  if (closed === undefined) {
    return;
  }
  (open.at(-1)?.children ?? records).push(closed);
  if (records.length > RECORDS_MAX) {
    throw new XmlRefused(malformedRecord(`the file has more than ${RECORDS_MAX} records`), true);
  }
}

function addText(open: readonly OpenElement[], text: string): void {
  const innermost = open.at(-1);
  if (innermost !== undefined) {
    innermost.text += text;
  }
}

function faultOf(message: string): XmlRefused {
  return message.includes("entity")
    ? notAccepted("an entity beyond the five of XML itself")
    : new XmlRefused(malformedRecord("the XML is not well formed from here on, or was cut short"), false);
}

function notAccepted(what: string): XmlRefused {
  return new XmlRefused(
    rowError("XML_NOT_ACCEPTED", `the XML has ${what}; no row was read`, "send plain XML without a DTD or entities"),
    true,
  );
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}
