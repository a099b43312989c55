import type { Feed, FeedContext, RowProblem, Translation } from "../../connector.ts";
import { rejected } from "../../rows/row-problems.ts";
import { parseCsvWithHeader, parseCsvWithoutHeader } from "./csv.ts";
import { parseJsonArray, parseNdjson } from "./json.ts";
import type { ParsedFile } from "./parsed-row.ts";
import { parseXml } from "./xml.ts";

/** A row ready to be translated. A row that could not be read translates to its problem. */
export type FeedRow = {
  readonly line: number;
  /** URL of the detail that the row refers to, to be fetched before it is translated. */
  readonly detailUrl: string | null;
  readonly translate: (context: FeedContext) => Translation;
};

export type FeedRows = { readonly rows: Iterable<FeedRow> } | { readonly problem: RowProblem };

/** Cuts the text of a file into the rows of its feed. */
export function parseFeed(feed: Feed, text: string): FeedRows {
  switch (feed.format) {
    case "csv-with-header":
      return feedRows(parseCsvWithHeader(text, feed.header), feed.translate);
    case "csv-without-header":
      return feedRows(parseCsvWithoutHeader(text), feed.translate);
    case "json-array":
      return feedRows(parseJsonArray(text), feed.translate, feed.detailUrl);
    case "ndjson":
      return feedRows(parseNdjson(text), feed.translate);
    case "xml":
      return feedRows(parseXml(text, feed.recordElement), feed.translate);
  }
}

function feedRows<Row>(
  file: ParsedFile<Row>,
  translate: (row: Row, context: FeedContext) => Translation,
  detailUrl: (row: Row) => string | null = () => null,
): FeedRows {
  return "problem" in file ? file : { rows: translatable(file.rows, translate, detailUrl) };
}

function* translatable<Row>(
  rows: Extract<ParsedFile<Row>, { rows: unknown }>["rows"],
  translate: (row: Row, context: FeedContext) => Translation,
  detailUrl: (row: Row) => string | null,
): Generator<FeedRow> {
  for (const parsed of rows) {
    if ("problem" in parsed) {
      const { line, problem } = parsed;
      yield { line, detailUrl: null, translate: () => rejected([problem], null) };
    } else {
      const { line, row } = parsed;
      yield { line, detailUrl: detailUrl(row), translate: (context) => translate(row, context) };
    }
  }
}
