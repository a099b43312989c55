import { expect, test } from "vitest";
import { eventOf, TEST_SCHEME } from "#test/made-up-events.ts";
import { messageIdOf, type RawMessage, readFeedMessage, sourceOf } from "./feed-message.ts";

const SUBJECT = "feed.prison.winchester-prison.custody.received";
const received = eventOf({
  type: "prison.custody.received",
  agency: "winchester-prison",
  person: { identifiers: [{ type: "NOMS", value: "A9001AA", valid: true }] },
  payload: { nomsNumber: "A9001AA", reason: "ADMISSION" },
});

test.each([
  ["subject-unknown", "feed.prison.winchester-prison", received],
  ["subject-unknown", "feed.zoo.winchester-prison.custody.received", received],
  ["agency-unknown", "feed.prison.another-prison.custody.received", received],
  ["agency-unknown", "feed.police.winchester-prison.custody.received", received],
  ["agency-mismatch", SUBJECT, { ...received, agencyid: "em-provider", source: "/agencies/em-provider/made-up" }],
  ["type-mismatch", "feed.prison.winchester-prison.custody.released", received],
  [
    "type-unknown",
    SUBJECT,
    { ...received, type: "prison.custody.dreamt", dataschema: "/schemas/prison.custody.dreamt/1" },
  ],
  [
    "event-invalid",
    SUBJECT,
    { ...received, data: { ...received.data, additionalInformation: { reason: "TELEPORTED" } } },
  ],
  ["event-invalid", SUBJECT, { ...received, surprise: true }],
  ["not-json", SUBJECT, '{"id": "a", "id": "b"}'],
  ["not-json", SUBJECT, '{"__proto__": {}}'],
  ["not-json", SUBJECT, '{"cut": '],
])("%s: %s", (reason, subject, body) => {
  expect(readFeedMessage(message(subject, body), TEST_SCHEME)).toEqual({ outcome: "set-aside", reason });
});

test("an event that is what its subject says is read with the place it has in its source", () => {
  const headers = { "Hub-Source": "domain-events:0123456789abcdef", "Hub-Source-Seq": "7" };
  expect(readFeedMessage(message(SUBJECT, received, headers), TEST_SCHEME)).toEqual({
    outcome: "event",
    feedEvent: { event: received, agencyType: "prison", source: "domain-events:0123456789abcdef", seq: 7 },
  });
});

test("headers that cannot be stored do not stop a message from being named", () => {
  const odd = message(SUBJECT, "{", { "Nats-Msg-Id": "a\u0000b", "Hub-Source": "s\u0000", "Hub-Source-Seq": "-1" });
  expect(messageIdOf(odd)).toBe("a?b");
  expect(sourceOf(odd, "e-1")).toEqual({ source: "s?", seq: 1 });
  expect(messageIdOf(message(SUBJECT, "{"))).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(sourceOf(message(SUBJECT, "{"), "e-1").source).toBe("event:e-1");
});

function message(subject: string, body: unknown, headers: Readonly<Record<string, string>> = {}): RawMessage {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { subject, body: new TextEncoder().encode(text), header: (name) => headers[name] ?? "" };
}
