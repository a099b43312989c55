import { createHash } from "node:crypto";
import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { EventParts, FeedContext, KnownReference } from "../connector.ts";
import { instantText } from "../rows/dates.ts";

export type FeedContextInput = Pick<
  FeedContext,
  "agencyId" | "agencyType" | "feedName" | "fileName" | "now" | "acceptTestIdentifiers"
> & {
  readonly find: (kind: string, ref: string) => KnownReference | null;
};

/** What the rows of one file may know; `noteInFile` remembers for as long as this context lives, which is one file. */
export function createFeedContext(input: FeedContextInput): FeedContext {
  const noted = new Map<string, string>();
  return {
    ...input,
    referenceYear: input.now.getUTCFullYear() % 100,
    noteInFile: (key, digest) => {
      const earlier = noted.get(key) ?? null;
      noted.set(key, digest);
      return earlier;
    },
    event: (parts) => envelope(input, parts),
  };
}

/** The same for the same content, whatever the order of its members. */
export function contentDigest(content: unknown): string {
  return createHash("sha256").update(sortedJson(content)).digest("hex");
}

function envelope({ agencyId, feedName, now }: FeedContextInput, parts: EventParts): AgencyEvent {
  return {
    specversion: "1.0",
    id: eventId(agencyId, feedName, parts),
    source: `/agencies/${agencyId}/${feedName}`,
    type: parts.type,
    time: parts.time,
    datacontenttype: "application/json",
    dataschema: `/schemas/${parts.type}/1`,
    agencyid: agencyId,
    recordedtime: parts.recordedTime ?? instantText(now.getTime()),
    gscmarking: "OFFICIAL-SENSITIVE",
    data: {
      version: 1,
      sourceRecordRef: parts.sourceRecordRef,
      personReference: parts.person,
      dataSubjectCategory: parts.dataSubjectCategory ?? "convicted",
      assertion: parts.assertion ?? "fact",
      additionalInformation: parts.payload,
    },
  };
}

/** The id of an event that is said anew, that many times by now, after the agency had said otherwise. */
export function returnedEventId(id: string, returned: number): string {
  return returned === 0
    ? id
    : `${id.slice(0, -ID_DIGEST_LENGTH)}${contentDigest({ id, returned }).slice(0, ID_DIGEST_LENGTH)}`;
}

const ID_DIGEST_LENGTH = 32;

/** Rests on what the row says and not on when it was read, so that a re-send is the same event. */
function eventId(agencyId: string, feedName: string, { recordedTime: _, ...said }: EventParts): string {
  return `${feedName}-${contentDigest({ agencyId, feedName, said }).slice(0, ID_DIGEST_LENGTH)}`;
}

function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_name, held: unknown) =>
    typeof held === "object" && held !== null && !Array.isArray(held)
      ? Object.fromEntries(Object.entries(held).sort(([one], [other]) => (one < other ? -1 : 1)))
      : held,
  );
}
