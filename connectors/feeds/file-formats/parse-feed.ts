import type { Feed, FeedContext, RowProblem, Translation } from "../../connector.ts";
import { rejected } from "../../rows/row-problems.ts";
import { parseCsvWithHeader, parseCsvWithoutHeader } from "./csv.ts";
import { parseJsonArray, parseNdjson } from "./json.ts";
import type { ParsedFile, ParsedRow } from "./parsed-row.ts";
import { parseXml } from "./xml.ts";

/** A row ready to be translated. A row that could not be read translates to its problem. */
export type FeedRow = {
  readonly line: number;
  /** URL of the detail that the row refers to, to be fetched before it is translated. */
  readonly detailUrl: string | null;
  readonly translate: (context: FeedContext) => Translation;
  /** In place of `translate` when the detail cannot be had. */
  readonly withoutDetail: (problem: RowProblem, context: FeedContext) => Translation;
};

export type FeedRows = { readonly rows: Iterable<FeedRow> } | { readonly problem: RowProblem };

/** Cuts the text of a file into the rows of its feed. */
export function parseFeed(feed: Feed, text: string): FeedRows {
  switch (feed.format) {
    case "csv-with-header":
      return feedRows(parseCsvWithHeader(text, feed.header), feed);
    case "csv-without-header":
      return feedRows(parseCsvWithoutHeader(text, feed.isHeader), feed);
    case "json-array":
      return feedRows(parseJsonArray(text), feed);
    case "ndjson":
      return feedRows(parseNdjson(text), feed);
    case "xml":
      return feedRows(parseXml(text, feed.recordElement), feed);
  }
}

type RowFeed<Row> = {
  readonly translate: (row: Row, context: FeedContext) => Translation;
  readonly detailUrl?: (row: Row) => string | null;
  readonly withoutDetail?: (row: Row, problem: RowProblem, context: FeedContext) => Translation;
};

function feedRows<Row>(file: ParsedFile<Row>, feed: RowFeed<Row>): FeedRows {
  return "problem" in file ? file : { rows: translatable(file.rows, feed) };
}

function* translatable<Row>(rows: Iterable<ParsedRow<Row>>, feed: RowFeed<Row>): Generator<FeedRow> {
  for (const parsed of rows) {
    yield "problem" in parsed ? unreadable(parsed.line, parsed.problem) : readable(parsed.line, parsed.row, feed);
  }
}

function readable<Row>(line: number, row: Row, { translate, detailUrl, withoutDetail }: RowFeed<Row>): FeedRow {
  return {
    line,
    detailUrl: detailUrl?.(row) ?? null,
    translate: (context) => translate(row, context),
    withoutDetail: (problem, context) => withoutDetail?.(row, problem, context) ?? rejected([problem], null),
  };
}

function unreadable(line: number, problem: RowProblem): FeedRow {
  const translation = rejected([problem], null);
  return { line, detailUrl: null, translate: () => translation, withoutDetail: () => translation };
}
