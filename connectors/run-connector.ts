import { setImmediate as breathe } from "node:timers/promises";
import type { AgencyEvent } from "#schemas/agency-event.ts";
import { validateEvent } from "#schemas/validate.ts";
import type { Feed, FeedContext, RowProblem, Translation } from "./connector.ts";
import type { DetailSource } from "./feeds/detail-source.ts";
import { type FeedRow, parseFeed } from "./feeds/file-formats/parse-feed.ts";
import type { KnownReferences } from "./feeds/known-references.ts";
import type { EventPublisher } from "./feeds/publish-events.ts";
import type { ReportedProblem } from "./feeds/receipt-files.ts";
import { DETAIL_RESPONSE } from "./rows/detail-response.ts";
import { hasError, malformedRecord, rejected } from "./rows/row-problems.ts";

/** Events that are published together and rows that are read without letting anything else run. */
const CHUNK_EVENTS = 500;
const ROWS_PER_BREATH = 200;
/** A file with more bad rows than this is told of the first ones; every one of them is counted. */
const REPORTED_MAX = 10_000;

export type ConnectorRun = {
  readonly feed: Feed;
  readonly context: FeedContext;
  readonly references: KnownReferences;
  readonly details: DetailSource;
  readonly publisher: Pick<EventPublisher, "publish">;
  /** A translator failed on a row, which is a fault of ours; the row is rejected and the rest go on. */
  readonly onFault: (line: number, fault: unknown) => void;
};

/** What came of one file. */
export type FeedReading = {
  readonly rows: number;
  readonly accepted: number;
  readonly warnings: number;
  readonly errors: number;
  readonly introduced: number;
  readonly reported: readonly ReportedProblem[];
};

type Tally = { rows: number; errors: number; warnings: number; introduced: number; reported: ReportedProblem[] };

/**
 * Reads the text of one file: translate, validate, publish. Resolves once the bus has stored every event of it. A bad
 * row is reported and never stops the good ones.
 */
export async function runConnector(run: ConnectorRun, text: string): Promise<FeedReading> {
  const file = parseFeed(run.feed, text);
  if ("problem" in file) {
    return rejectedFile([file.problem]);
  }
  const tally: Tally = { rows: 0, errors: 0, warnings: 0, introduced: 0, reported: [] };
  const gathered: unknown[] = [];
  let pending: AgencyEvent[] = [];
  for (const row of file.rows) {
    const translation = await readRow(run, row);
    note(tally, row.line, translation);
    run.references.add(translation.introduces ?? []);
    pending.push(...translation.events);
    if (translation.gathered !== undefined) {
      gathered.push(translation.gathered);
    }
    if (pending.length >= CHUNK_EVENTS) {
      await run.publisher.publish(pending);
      pending = [];
    }
    if (tally.rows % ROWS_PER_BREATH === 0) {
      await breathe();
    }
  }
  const summary = summaryOf(run, gathered, tally);
  if (hasError(summary.problems)) {
    return rejectedFile(summary.problems, tally);
  }
  tally.warnings += summary.problems.length;
  tally.reported.push(...summary.problems.map(ofTheFile));
  await run.publisher.publish([...pending, ...summary.events]);
  return { ...tally, accepted: tally.rows - tally.errors };
}

/** What is said of a file of which no row counts: what is wrong with it as a whole, then with its rows. */
export function rejectedFile(
  problems: readonly RowProblem[],
  { rows, reported }: Pick<FeedReading, "rows" | "reported"> = { rows: 0, reported: [] },
): FeedReading {
  return {
    rows,
    accepted: 0,
    warnings: 0,
    errors: Math.max(rows, 1),
    introduced: 0,
    reported: [...problems.map(ofTheFile), ...reported],
  };
}

function ofTheFile(problem: RowProblem): ReportedProblem {
  return { line: null, recordRef: null, problem };
}

async function readRow(run: ConnectorRun, row: FeedRow): Promise<Translation> {
  const noDetail = row.detailUrl === null ? null : await ensureDetail(run, row.detailUrl);
  let translation: Translation;
  try {
    translation = noDetail === null ? row.translate(run.context) : row.withoutDetail(noDetail, run.context);
  } catch (fault) {
    run.onFault(row.line, fault);
    return rejected(
      [malformedRecord("the row could not be translated", "report this row to the hub's operator")],
      null,
    );
  }
  if (hasError(translation.problems)) {
    return rejected(translation.problems, translation.recordRef);
  }
  const invalid = translation.events.flatMap(schemaProblems);
  return invalid.length === 0
    ? translation
    : rejected([...translation.problems, ...invalid.slice(0, 1)], translation.recordRef);
}

async function ensureDetail({ details, references }: ConnectorRun, url: string): Promise<RowProblem | null> {
  const refused = details.urlProblem(url);
  if (refused !== null || references.find(DETAIL_RESPONSE, url) !== null) {
    return refused;
  }
  const detail = await details.fetchDetail(url);
  if ("why" in detail) {
    return detail;
  }
  references.add([detail]);
  return null;
}

/** Names the place in the event and never the value found there. */
function schemaProblems(event: AgencyEvent): readonly RowProblem[] {
  const checked = validateEvent(event);
  return checked.valid
    ? []
    : checked.problems.map(({ pointer, message }) => {
        const place = pointer.split("/").at(-1) || "the event";
        return malformedRecord(`${place} of ${event.type} ${message}`, `correct what ${place} is made of`);
      });
}

function note(tally: Tally, line: number, { problems, recordRef, introduces }: Translation): void {
  const failed = hasError(problems);
  tally.rows += 1;
  tally.errors += failed ? 1 : 0;
  tally.warnings += failed ? 0 : problems.length;
  tally.introduced += introduces?.length ?? 0;
  for (const problem of problems) {
    if (tally.reported.length < REPORTED_MAX) {
      tally.reported.push({ line, recordRef, problem });
    }
  }
}

function summaryOf({ feed, context }: ConnectorRun, gathered: readonly unknown[], { rows, errors }: Tally) {
  const summary = feed.summarise?.({ gathered, rows, rejected: errors }, context) ?? { events: [], problems: [] };
  const invalid = summary.events.flatMap(schemaProblems);
  return { events: summary.events, problems: [...summary.problems, ...invalid] };
}
