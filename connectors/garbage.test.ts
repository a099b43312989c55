import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { validateEvent } from "#schemas/validate.ts";
import type { Connector, Feed, FeedContext, Translation, XmlElement } from "./connector.ts";
import { drugServicesConnector } from "./drug-services/connector.ts";
import { electronicMonitoringConnector } from "./electronic-monitoring/connector.ts";
import { createFeedContext } from "./feeds/feed-context.ts";
import { parseCsvWithHeader } from "./feeds/file-formats/csv.ts";
import { parseJsonArray, parseNdjson } from "./feeds/file-formats/json.ts";
import type { ParsedFile } from "./feeds/file-formats/parsed-row.ts";
import { parseXml } from "./feeds/file-formats/xml.ts";
import { housingConnector } from "./housing/connector.ts";
import { prisonConnector } from "./prison/connector.ts";
import { yotConnector } from "./yot/connector.ts";

const SAMPLES = join(import.meta.dirname, "../services/demo/samples");

const FEEDS: readonly (readonly [Connector, string])[] = [
  [yotConnector, "case-level-2026-Q3.xml"],
  [housingConnector, "tenancies-20261121.csv"],
  [housingConnector, "duty-to-refer-20261121.json"],
  [drugServicesConnector, "client-list-20261121.csv"],
  [drugServicesConnector, "ndtms-20261121.csv"],
  [drugServicesConnector, "consents-20261121.csv"],
  [prisonConnector, "domain-events-20261121.json"],
  [electronicMonitoringConnector, "tag-orders-20261121.csv"],
  [electronicMonitoringConnector, "positions-20261120.ndjson"],
  [electronicMonitoringConnector, "positions-20261120.csv"],
];

/** What turns up in cells: nothing, near misses, names of what every object has, digits without end, anything at all. */
const GARBAGE = fc.oneof(
  fc.constantFrom("", " ", "0", "-0", "NaN", "1e400", "31/02/2026", "2026-02-30", "29/02/2027", "99999999999999999999"),
  fc.constantFrom(
    "__proto__",
    "constructor",
    "toString",
    "null",
    "true",
    "A9001AA",
    "2026-11-21T25:00:00Z",
    ";;;",
    "\u0000",
  ),
  fc.string({ maxLength: 40 }),
  fc.string({ unit: "grapheme", maxLength: 200 }),
);

describe.each(FEEDS)("%#", ({ feeds, agencyType }, fileName) => {
  test(`${agencyType}/${fileName}: whatever stands in a cell, the row is translated or its problems are told`, async () => {
    const feed = feeds.find((one) => one.fileName.test(fileName));
    if (feed === undefined) {
      throw new Error(`no feed takes ${fileName}`);
    }
    const translate = translatorOf(feed, await readFile(join(SAMPLES, agencyType, fileName), "utf8"));

    fc.assert(
      fc.property(fc.nat(), fc.array(fc.tuple(fc.nat(), GARBAGE), { minLength: 1, maxLength: 4 }), (row, changes) => {
        const { events, problems } = translate(row, changes, contextOf(feed, agencyType, fileName));
        const failed = problems.some(({ kind }) => kind === "error");
        expect(failed && events.length > 0).toBe(false);
        for (const event of events) {
          const checked = validateEvent(event);
          const problems = checked.valid ? [] : checked.problems;
          // Text may be longer than an event carries, which the run refuses by name; all else is the translator's to see.
          expect(problems.some(({ message }) => message.includes("more than")) ? [] : problems).toEqual([]);
        }
      }),
      { numRuns: 400 },
    );
  });
});

type Change = readonly [number, string];
type TranslateChanged = (row: number, changes: readonly Change[], context: FeedContext) => Translation;

/** Translates a row of the sample with some of its cells changed. */
function translatorOf(feed: Feed, text: string): TranslateChanged {
  switch (feed.format) {
    case "csv-with-header": {
      const rows = rowsOf(parseCsvWithHeader(text, feed.header));
      return (row, changes, context) => feed.translate(changedCells(at(rows, row), changes), context);
    }
    case "json-array": {
      const rows = rowsOf(parseJsonArray(text));
      return (row, changes, context) => feed.translate(changedMembers(at(rows, row), changes), context);
    }
    case "ndjson": {
      const rows = rowsOf(parseNdjson(text));
      return (row, changes, context) => feed.translate(changedMembers(at(rows, row), changes), context);
    }
    case "xml": {
      const rows = rowsOf(parseXml(text, feed.recordElement));
      return (row, changes, context) => feed.translate(changedElement(at(rows, row), changes), context);
    }
    case "csv-without-header":
      throw new Error("none of these feeds is without a header");
  }
}

function changedCells(
  row: Readonly<Record<string, string>>,
  changes: readonly Change[],
): Readonly<Record<string, string>> {
  const names = Object.keys(row);
  return { ...row, ...Object.fromEntries(changes.map(([cell, text]) => [at(names, cell), text])) };
}

/** Changes the scalars of a JSON record, counted in reading order. */
function changedMembers(record: unknown, changes: readonly Change[]): unknown {
  let count = 0;
  const scalars = JSON.stringify(record).match(/"[^"]*":(?="|\d|true|false)/g)?.length ?? 1;
  const wanted = new Map(changes.map(([member, text]) => [member % scalars, text]));
  return JSON.parse(JSON.stringify(record), (_name, held: unknown) => {
    if (typeof held === "object") {
      return held;
    }
    const changed = wanted.get(count);
    count += 1;
    return changed ?? held;
  });
}

function changedElement(element: XmlElement, changes: readonly Change[]): XmlElement {
  const changed = new Map(changes.map(([child, text]) => [child % element.children.length, text]));
  const children = element.children.map((child, place) => {
    const text = changed.get(place);
    return text === undefined ? child : { ...child, text, attributes: changedAttribute(child.attributes, text) };
  });
  return { ...element, children };
}

function changedAttribute(attributes: XmlElement["attributes"], text: string): XmlElement["attributes"] {
  return Object.keys(attributes).length === 0 ? {} : changedCells(attributes, [[text.length, text]]);
}

function rowsOf<Row>(file: ParsedFile<Row>): readonly Row[] {
  return "problem" in file ? [] : Array.from(file.rows).flatMap((parsed) => ("row" in parsed ? [parsed.row] : []));
}

function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index % items.length];
  if (item === undefined) {
    throw new Error("the sample is empty");
  }
  return item;
}

function contextOf(feed: Feed, agencyType: Connector["agencyType"], fileName: string): FeedContext {
  return createFeedContext({
    agencyId: "made-up",
    agencyType,
    feedName: feed.name,
    fileName,
    now: new Date("2026-11-21T12:00:00Z"),
    acceptTestIdentifiers: true,
    find: (kind, ref) => ({ kind, ref }),
  });
}
