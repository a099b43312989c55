import type { SchemeAgency } from "#schemas/scheme.ts";
import type { NatsConnection } from "#services/platform/bus/bus.ts";
import type { Clock } from "#services/platform/environment/clock.ts";
import type { Logger } from "#services/platform/log/logger.ts";
import type { Connector, Feed, KnownReference } from "../connector.ts";
import { rowError } from "../rows/row-problems.ts";
import { type FeedReading, rejectedFile, runConnector } from "../run-connector.ts";
import type { DetailSource } from "./detail-source.ts";
import type { Edition, Editions } from "./editions.ts";
import { createFeedContext } from "./feed-context.ts";
import type { FeedLog } from "./feed-log.ts";
import type { KnownReferences } from "./known-references.ts";
import { type LoadedFile, loadFeedFile } from "./load-feed-file.ts";
import { createEventPublisher, type EventPublisher } from "./publish-events.ts";
import { readMarker, writeErrorFile, writeMarker } from "./receipt-files.ts";
import { reportRejectedRows } from "./rejected-rows.ts";
import type { FolderFile } from "./settled-files.ts";

/** What the files of one agency are read with. */
export type AgencyFeeds = {
  readonly agency: Pick<SchemeAgency, "agencyId" | "agencyType">;
  readonly connector: Connector;
  readonly bus: NatsConnection;
  readonly clock: Clock;
  readonly log: Logger;
  readonly feedLog: FeedLog;
  readonly editions: Editions;
  readonly references: KnownReferences;
  readonly details: DetailSource;
  readonly acceptTestIdentifiers: boolean;
  readonly stopping: AbortSignal;
  /** Told the path of each file once its marker lies beside it. */
  readonly onRead?: (path: string) => void;
};

/**
 * `new`: unless a marker says this very content was read. `again`: whatever the marker says. `references`: only for
 * what its rows introduce, publishing nothing.
 */
export type TakeMode = "new" | "again" | "references";

/** Reads one file; resolves once its events are stored on the bus and the marker lies beside it. */
export async function takeIn(feeds: AgencyFeeds, file: Omit<FolderFile, "version">, mode: TakeMode): Promise<void> {
  const startedAt = feeds.clock.now();
  const loaded = await loadFeedFile(file.path);
  const feed = feedOf(feeds.connector, file.name);
  if (mode === "references") {
    await readLoaded(feeds, { name: file.name, feed, loaded, now: startedAt }, SILENT);
    return;
  }
  if (mode === "new" && (await isRead(feeds, file, loaded))) {
    return;
  }
  const edition = await feeds.editions.begin(file.name, loaded.sha256, startedAt);
  const source = `${feed?.name ?? "unknown"}:${loaded.sha256.slice(0, 16)}`;
  const publisher = createEventPublisher({ ...feeds, source });
  const arrived = { name: file.name, feed, loaded, now: edition.begunAt };
  const reading = await readLoaded(
    feeds,
    arrived,
    feed?.restates ? tellingReturns(feeds, edition, publisher) : publisher,
  );
  const counts = {
    file: file.name,
    sha256: loaded.sha256,
    source,
    events: publisher.count(),
    rows: reading.rows,
    accepted: reading.accepted,
    warnings: reading.warnings,
    errors: reading.errors,
  };
  const finishedAt = feeds.clock.now();
  const { reported, introduced } = reading;
  const notedRows = reported.map(({ line, problem }) => ({ line, code: problem.code, kind: problem.kind }));
  await feeds.feedLog.noteReading(
    { ...counts, feed: feed?.name ?? null, introduced, startedAt, finishedAt },
    notedRows,
  );
  await feeds.editions.finish(edition);
  reportRejectedRows(feeds.bus, { agencyId: feeds.agency.agencyId, feed: feed?.name ?? null }, reported);
  await writeErrorFile(file.path, reported);
  await writeMarker(file.path, {
    ...counts,
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt.toISOString(),
  });
  feeds.onRead?.(file.path);
  feeds.log.info({ agencyId: feeds.agency.agencyId, ...counts }, "feed file read");
}

/** The feed a file name belongs to. */
export function feedOf(connector: Connector, fileName: string): Feed | null {
  return connector.feeds.find((feed) => feed.fileName.test(fileName)) ?? null;
}

async function isRead(
  { editions }: AgencyFeeds,
  file: Omit<FolderFile, "version">,
  { sha256 }: LoadedFile,
): Promise<boolean> {
  return (await readMarker(file.path))?.sha256 === sha256 && (await editions.isSettled(file.name, sha256));
}

function tellingReturns(
  { editions }: AgencyFeeds,
  edition: Edition,
  publisher: EventPublisher,
): Pick<EventPublisher, "publish"> {
  return { publish: async (events) => publisher.publish(await editions.tellReturns(edition, events)) };
}

type ArrivedFile = {
  readonly name: string;
  readonly feed: Feed | null;
  readonly loaded: LoadedFile;
  /** When it was first read: read again, it says the same. */
  readonly now: Date;
};

const SILENT: Pick<EventPublisher, "publish"> = { publish: async () => {} };

async function readLoaded(
  feeds: AgencyFeeds,
  { name: fileName, feed, loaded: { content }, now }: ArrivedFile,
  publisher: Pick<EventPublisher, "publish">,
): Promise<FeedReading> {
  if (typeof content !== "string") {
    return rejectedFile([content]);
  }
  if (feed === null) {
    return rejectedFile([unknownFeed(feeds.connector)]);
  }
  const { agencyId, agencyType } = feeds.agency;
  const find = (kind: string, ref: string): KnownReference | null => feeds.references.find(kind, ref);
  const { acceptTestIdentifiers, references, details, log } = feeds;
  const about = { agencyId, agencyType, feedName: feed.name, fileName, now };
  const context = createFeedContext({ ...about, acceptTestIdentifiers, find });
  // The message of a fault may repeat the row, so only its name and place are logged.
  const onFault = (line: number, fault: unknown) => {
    const name = fault instanceof Error ? fault.name : typeof fault;
    log.error({ agencyId, feed: feed.name, line, fault: name }, "a translator failed on a row");
  };
  return runConnector({ feed, context, references, details, publisher, onFault }, content);
}

function unknownFeed(connector: Connector) {
  const names = connector.feeds.map((feed) => feed.name).join(", ");
  return rowError(
    "UNKNOWN_FEED",
    "the file name belongs to no feed of this agency; no row was read",
    `name the file after its feed: ${names}`,
  );
}
