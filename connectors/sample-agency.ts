import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { Connector, Feed, FeedContext, RowErrorCode } from "./connector.ts";
import type { DetailSource } from "./feeds/detail-source.ts";
import { createFeedContext } from "./feeds/feed-context.ts";
import { decodeFeedText } from "./feeds/file-formats/feed-text.ts";
import { createKnownReferences } from "./feeds/known-references.ts";
import { type FeedReading, runConnector } from "./run-connector.ts";

const SAMPLES = join(import.meta.dirname, "../services/demo/samples");

export type SampleReading = FeedReading & {
  readonly events: readonly AgencyEvent[];
  /** Where, what and of which record, as the error file would list it. */
  readonly problems: readonly (readonly [number | null, RowErrorCode, string | null])[];
};

export type SampleAgency = {
  /** Reads one of the sample files. */
  readonly sample: (fileName: string) => Promise<SampleReading>;
  /** Reads this text as if it were a file of that name. */
  readonly file: (fileName: string, text: string) => Promise<SampleReading>;
};

/** For tests: an agency whose files are read, validated and published as in its folder, with an array for a bus. */
export function sampleAgency(
  connector: Connector,
  agencyId: string,
  {
    acceptTestIdentifiers = true,
    details = { urlProblem: noDetails, fetchDetail: noDetails },
  }: Partial<Pick<FeedContext, "acceptTestIdentifiers"> & { readonly details: DetailSource }> = {},
): SampleAgency {
  const references = createKnownReferences();

  async function file(fileName: string, text: string): Promise<SampleReading> {
    const feed = feedOf(connector, fileName);
    const events: AgencyEvent[] = [];
    const context = createFeedContext({
      agencyId,
      agencyType: connector.agencyType,
      feedName: feed.name,
      fileName,
      now: new Date("2026-11-21T12:00:00Z"),
      acceptTestIdentifiers,
      find: references.find,
    });
    const reading = await runConnector(
      {
        feed,
        context,
        references,
        details,
        publisher: {
          publish: async (published) => {
            events.push(...published);
          },
        },
        onFault: (line, fault) => {
          throw new Error(`the translator failed on line ${line}`, { cause: fault });
        },
      },
      text,
    );
    const problems = reading.reported.map(({ line, recordRef, problem }) => [line, problem.code, recordRef] as const);
    return { ...reading, events, problems };
  }

  return {
    file,
    sample: async (fileName) => file(fileName, await sampleText(join(SAMPLES, connector.agencyType, fileName))),
  };
}

async function sampleText(path: string): Promise<string> {
  const text = decodeFeedText(await readFile(path));
  if (typeof text !== "string") {
    throw new Error(text.why);
  }
  return text;
}

function feedOf(connector: Connector, fileName: string): Feed {
  const matching = connector.feeds.filter((feed) => feed.fileName.test(fileName));
  const [feed] = matching;
  if (feed === undefined || matching.length > 1) {
    throw new Error(`${matching.length} feeds take ${fileName}`);
  }
  return feed;
}

function noDetails(): never {
  throw new Error("these feeds have no details");
}
