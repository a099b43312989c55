import { createHash } from "node:crypto";
import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { Scheme } from "#schemas/scheme.ts";
import { parseStrictJson } from "#schemas/strict-json.ts";
import { parseFeedSubject } from "#schemas/subjects.ts";
import { validateEvent } from "#schemas/validate.ts";
import type { AgencyType } from "#schemas/vocabulary.ts";

/** A message as it came off the bus. */
export type RawMessage = {
  readonly subject: string;
  readonly body: Uint8Array;
  readonly header: (name: string) => string;
};

/** An event that is what its subject says, from an agency of the scheme. */
export type FeedEvent = {
  readonly event: AgencyEvent;
  readonly agencyType: AgencyType;
  readonly source: string;
  readonly seq: number;
};

export type SetAsideReason =
  | "subject-unknown"
  | "agency-unknown"
  | "not-json"
  | "agency-mismatch"
  | "type-mismatch"
  | "type-unknown"
  | "event-invalid"
  | "person-missing"
  | "processing-failed";

export type MessageReading =
  | { readonly outcome: "event"; readonly feedEvent: FeedEvent }
  | { readonly outcome: "set-aside"; readonly reason: SetAsideReason };

const HEADER_LENGTH_MAX = 200;

/** Reads a message strictly: an agency's own credentials let it publish anything under its prefix. */
export function readFeedMessage(message: RawMessage, scheme: Scheme): MessageReading {
  const subject = parseFeedSubject(message.subject);
  if (subject === null) {
    return setAside("subject-unknown");
  }
  const agency = scheme.agencies.find(({ agencyId }) => agencyId === subject.agencyId);
  if (agency?.agencyType !== subject.agencyType) {
    return setAside("agency-unknown");
  }
  const event = readEvent(message.body);
  if (typeof event === "string") {
    return setAside(event);
  }
  if (event.agencyid !== subject.agencyId) {
    return setAside("agency-mismatch");
  }
  if (event.type !== `${subject.agencyType}.${subject.entity}.${subject.verb}`) {
    return setAside("type-mismatch");
  }
  const feedEvent = { event, agencyType: agency.agencyType, ...sourceOf(message, event.id) };
  return { outcome: "event", feedEvent };
}

/** Where a message comes from: a feed's file, a call of the gateway, or itself when nobody says. */
export function sourceOf(message: RawMessage, eventId: string): { readonly source: string; readonly seq: number } {
  const source = plainText(message.header("Hub-Source"));
  const seq = Number(message.header("Hub-Source-Seq"));
  return {
    source: source === "" ? `event:${eventId}` : source,
    seq: Number.isSafeInteger(seq) && seq > 0 ? seq : 1,
  };
}

/** What names a message when its content cannot: the publisher's id for it, or its digest. */
export function messageIdOf({ header, body }: RawMessage): string {
  const given = plainText(header("Nats-Msg-Id"));
  return given === "" ? `sha256:${createHash("sha256").update(body).digest("hex")}` : given;
}

/** Headers are the publisher's: what cannot be stored must not stop the message from being set aside. */
function plainText(header: string): string {
  return header.replaceAll(/[^\x20-\x7e]/g, "?").slice(0, HEADER_LENGTH_MAX);
}

function readEvent(body: Uint8Array): AgencyEvent | SetAsideReason {
  const json = parseStrictJson(body);
  if (!json.valid) {
    return "not-json";
  }
  const read = validateEvent(json.value);
  if (read.valid) {
    return read.event;
  }
  return read.problems.some(({ pointer }) => pointer === "/type") ? "type-unknown" : "event-invalid";
}

function setAside(reason: SetAsideReason): MessageReading {
  return { outcome: "set-aside", reason };
}
