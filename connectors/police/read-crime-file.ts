import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { RowProblem } from "../connector.ts";
import { createFeedContext } from "../feeds/feed-context.ts";
import { decodeFeedText, FEED_FILE_BYTES_MAX, fileTooLarge } from "../feeds/file-formats/feed-text.ts";
import { createKnownReferences } from "../feeds/known-references.ts";
import { runConnector } from "../run-connector.ts";
import { policeConnector } from "./connector.ts";

/** A crime as its file has it: times are ISO 8601 in UTC, and one pair of coordinates is there. */
export type FiledCrime = {
  readonly crimeReference: string;
  readonly from: string;
  readonly to: string;
  readonly easting?: number;
  readonly northing?: number;
  readonly latitude?: number;
  readonly longitude?: number;
  readonly locationUncertaintyM?: number;
};

export type CrimeFile = {
  readonly crimes: readonly FiledCrime[];
  readonly problems: readonly {
    readonly line: number | null;
    readonly recordRef: string | null;
    readonly problem: RowProblem;
  }[];
};

/** The names by which the feed folder tells the formats apart; those a hub has are tried in this order. */
const WITH_HEADER = "crimes.csv";
const WITHOUT_HEADER = "crime-batch.csv";

/** Reads a crime CSV of either format as the feed folder would, and publishes nothing. */
export async function readCrimeFile(bytes: Uint8Array, now: Date): Promise<CrimeFile> {
  if (bytes.length > FEED_FILE_BYTES_MAX) {
    return { crimes: [], problems: [wholeFile(fileTooLarge(bytes.length))] };
  }
  const text = decodeFeedText(bytes);
  if (typeof text !== "string") {
    return { crimes: [], problems: [wholeFile(text)] };
  }
  const fileName = /^\W*policeForce,.*,timeZone,/i.test(text) ? WITH_HEADER : WITHOUT_HEADER;
  const feed =
    policeConnector.feeds.find((one) => one.fileName.test(fileName)) ??
    policeConnector.feeds.find((one) => one.fileName.test(WITHOUT_HEADER));
  if (feed === undefined) {
    throw new Error("the police connector reads no crimes");
  }
  const references = createKnownReferences();
  const context = createFeedContext({
    agencyId: "command-line",
    agencyType: policeConnector.agencyType,
    feedName: feed.name,
    fileName,
    now,
    acceptTestIdentifiers: false,
    find: references.find,
  });
  const crimes: FiledCrime[] = [];
  const publish = async (events: readonly AgencyEvent[]) => {
    for (const { data } of events) {
      crimes.push(...((data.additionalInformation["crimes"] ?? []) as readonly FiledCrime[]));
    }
  };
  const details = { urlProblem: noDetails, fetchDetail: noDetails };
  const onFault = (line: number, cause: unknown) => {
    throw new Error(`the translator failed on line ${line}`, { cause });
  };
  const { reported } = await runConnector(
    { feed, context, references, details, publisher: { publish }, onFault },
    text,
  );
  return { crimes, problems: reported };
}

function wholeFile(problem: RowProblem) {
  return { line: null, recordRef: null, problem };
}

function noDetails(): never {
  throw new Error("a crime file has no details to ask for");
}
