import type { NatsConnection } from "#services/platform/bus/bus.ts";
import { fileDigest } from "./load-feed-file.ts";
import { type DoneMarker, readMarker } from "./receipt-files.ts";
import { type FolderFile, listFolder } from "./settled-files.ts";
import { type AgencyFeeds, feedOf, takeIn } from "./take-in.ts";

const CORE_TIMEOUT_MS = 2_000;

type MarkedFile = { readonly file: FolderFile; readonly marker: DoneMarker };

/**
 * Builds the references of earlier files again, from those that still lie in the folder as they were read. What they
 * introduced is not kept anywhere else.
 */
export async function recallReferences(feeds: AgencyFeeds, folder: string): Promise<void> {
  const present = new Map((await listFolder(folder)).map((file) => [file.name, file]));
  for (const { file, sha256 } of await feeds.feedLog.introducingFiles()) {
    const found = present.get(file);
    if (found !== undefined && (await fileDigest(found.path)) === sha256) {
      await takeIn(feeds, found, "references");
    }
  }
}

/**
 * Publishes again what the core has not committed: the bus may have lost it. Answers false while the core cannot be
 * asked. What a file brought that is gone by now lies in others too, if anywhere, so then all of them are sent again.
 */
export async function republishUncommitted(feeds: AgencyFeeds, folder: string): Promise<boolean> {
  const marked = await markedFiles(feeds, folder);
  const published = new Map(await feeds.feedLog.publishedBySource());
  for (const { marker } of marked) {
    published.set(marker.source, Math.max(marker.events, published.get(marker.source) ?? 0));
  }
  const short = await uncommittedSources(feeds.bus, feeds.agency.agencyId, published);
  if (short === null) {
    return false;
  }
  const lying = marked.filter(({ marker }) => short.has(marker.source));
  const gone = [...short].some((source) => !lying.some(({ marker }) => marker.source === source));
  for (const { file } of gone ? marked : lying) {
    await takeIn(feeds, file, "again");
  }
  if (short.size > 0) {
    feeds.log.warn({ agencyId: feeds.agency.agencyId, sources: short.size, gone }, "feed files published again");
  }
  return true;
}

/** Files that lie there as they were read, in the order in which they would be read. */
async function markedFiles(feeds: AgencyFeeds, folder: string): Promise<readonly MarkedFile[]> {
  const marked: MarkedFile[] = [];
  for (const file of await listFolder(folder)) {
    const marker = await readMarker(file.path);
    if (marker !== null && (await fileDigest(file.path)) === marker.sha256) {
      marked.push({ file, marker });
    }
  }
  const orderOf = ({ file }: MarkedFile) => feedOf(feeds.connector, file.name)?.order ?? 0;
  return marked.sort((one, other) => orderOf(one) - orderOf(other));
}

async function uncommittedSources(
  bus: NatsConnection,
  agencyId: string,
  published: ReadonlyMap<string, number>,
): Promise<ReadonlySet<string> | null> {
  const short = new Set<string>();
  for (const [source, events] of published) {
    const position = events === 0 ? 0 : await committedPosition(bus, agencyId, source);
    if (position === null) {
      return null;
    }
    if (position < events) {
      short.add(source);
    }
  }
  return short;
}

async function committedPosition(bus: NatsConnection, agencyId: string, source: string): Promise<number | null> {
  try {
    const question = JSON.stringify({ agencyId, source });
    const answer = await bus.request("core.source-position.read", question, { timeout: CORE_TIMEOUT_MS });
    const { position } = answer.json<{ readonly position?: unknown }>();
    return typeof position === "number" ? position : null;
  } catch {
    return null;
  }
}
