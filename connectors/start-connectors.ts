import { setMaxListeners } from "node:events";
import { join } from "node:path";
import type { Scheme, SchemeAgency } from "#schemas/scheme.ts";
import type { NatsConnection } from "#services/platform/bus/bus.ts";
import { openDatabase } from "#services/platform/database/database.ts";
import type { Clock } from "#services/platform/environment/clock.ts";
import { describeFault } from "#services/platform/log/describe-fault.ts";
import type { Logger } from "#services/platform/log/logger.ts";
import { answerCrimeBatches } from "./answer-crime-batches.ts";
import type { Connector } from "./connector.ts";
import { createAwaitedFiles } from "./feeds/awaited-files.ts";
import { createDetailSource } from "./feeds/detail-source.ts";
import { createEditions } from "./feeds/editions.ts";
import { createFeedLog } from "./feeds/feed-log.ts";
import { watchFileDrop } from "./feeds/file-drop.ts";
import { createKnownReferences } from "./feeds/known-references.ts";
import { recallReferences, republishUncommitted } from "./feeds/recover.ts";
import { type AgencyFeeds, feedOf, takeIn } from "./feeds/take-in.ts";
import { connectorFor } from "./registry.ts";

export type ConnectorsOptions = {
  readonly databaseUrl: string;
  readonly bus: NatsConnection;
  readonly clock: Clock;
  readonly scheme: Scheme;
  /** Holds one folder for each agency, named after it. */
  readonly feedsDirectory: string;
  /** Lets the made-up National Insurance numbers of the demonstration in. */
  readonly acceptTestIdentifiers: boolean;
  readonly log: Logger;
};

const CONNECTIONS_MAX = 4;

/** Watches the feed folder of every agency of the scheme that has a connector. */
export async function startConnectors(options: ConnectorsOptions): Promise<AsyncDisposable> {
  const sql = openDatabase({
    url: options.databaseUrl,
    applicationName: "concordat connectors",
    maxConnections: CONNECTIONS_MAX,
  });
  const drops: AsyncDisposable[] = [];
  const awaited = createAwaitedFiles();
  const stopping = new AbortController();
  // Every event on its way listens, so more than a few do.
  setMaxListeners(0, stopping.signal);
  const stop = async () => {
    stopping.abort();
    await Promise.all(drops.map((drop) => drop[Symbol.asyncDispose]()));
    await sql.end({ timeout: 5 });
  };
  try {
    for (const agency of options.scheme.agencies) {
      const connector = connectorFor(agency.agencyType);
      if (connector !== null) {
        drops.push(
          await watchAgency(options, agency, {
            agency,
            connector,
            bus: options.bus,
            clock: options.clock,
            log: options.log,
            feedLog: createFeedLog(sql, agency.agencyId),
            editions: createEditions(sql, agency.agencyId),
            references: createKnownReferences(),
            details: createDetailSource(agency.detailHosts ?? []),
            acceptTestIdentifiers: options.acceptTestIdentifiers,
            stopping: stopping.signal,
            onRead: awaited.noteRead,
          }),
        );
      }
    }
    const { bus, scheme, feedsDirectory, log } = options;
    drops.push(answerCrimeBatches({ bus, scheme, feedsDirectory, awaited, log }));
  } catch (failure) {
    await stop();
    throw failure;
  }
  return { [Symbol.asyncDispose]: stop };
}

function watchAgency(
  { feedsDirectory, log }: ConnectorsOptions,
  { agencyId }: SchemeAgency,
  feeds: AgencyFeeds,
): Promise<AsyncDisposable> {
  const folder = join(feedsDirectory, agencyId);
  return watchFileDrop({
    folder,
    orderOf: (name) => orderOf(feeds.connector, name),
    take: (file) => takeIn(feeds, file, "new"),
    recall: () => recallReferences(feeds, folder),
    recover: () => republishUncommitted(feeds, folder),
    onFailure: (file, failure) => {
      if (feeds.stopping.aborted) {
        return;
      }
      log.error(
        { agencyId, file, fault: describeFault(failure) },
        "a feed file was not taken in and will be tried again",
      );
    },
  });
}

/** A file of no known feed is told so at once. */
function orderOf(connector: Connector, fileName: string): number {
  return feedOf(connector, fileName)?.order ?? -1;
}
