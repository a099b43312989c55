import { beforeAll, describe, expect, test } from "vitest";
import { type SampleReading, sampleAgency } from "../sample-agency.ts";
import { prisonConnector } from "./connector.ts";

describe("the sample events", () => {
  let read: SampleReading;
  beforeAll(async () => {
    read = await sampleAgency(prisonConnector, "winchester-prison").sample("domain-events-20261121.json");
  });

  test("each bad event is set aside by its place in the array", () => {
    expect(read.problems.map(([line, code]) => [line, code])).toEqual([
      [11, "INVALID_IDENTIFIER_FORMAT"],
      [12, "MISSING_REQUIRED_FIELD"],
      [13, "UNKNOWN_CODE"],
    ]);
    expect([read.rows, read.accepted, read.events.length]).toEqual([13, 10, 10]);
  });

  test("the second event repeats the first, so it is the same event", () => {
    expect(read.events[1]?.id).toBe(read.events[0]?.id);
    expect(new Set(read.events.map(({ id }) => id)).size).toBe(9);
  });

  test("a release at 09:41 in summer happened at 08:41 UTC, to the person of that prison number alone", () => {
    expect(read.events[0]).toMatchObject({
      type: "prison.custody.released",
      time: "2026-09-07T08:41:00Z",
      data: {
        personReference: { identifiers: [{ type: "NOMS", value: "A9001AA", valid: true }] },
        additionalInformation: {
          nomsNumber: "A9001AA",
          reason: "RELEASED",
          prisonId: "WCI",
          currentLocation: "OUTSIDE_PRISON",
          currentPrisonStatus: "NOT_UNDER_PRISON_CARE",
          nomisMovementReasonCode: "CR",
        },
      },
    });
  });

  test("the prison service's names become the hub's", () => {
    expect(read.events.map(({ type }) => type)).toEqual([
      "prison.custody.released",
      "prison.custody.released",
      "prison.custody.released",
      "prison.custody.received",
      "prison.custody.released",
      "prison.custody.received",
      "prison.sentence-dates.changed",
      "prison.custody.released",
      "prison.custody.released",
      "prison.identity.merged",
    ]);
  });

  test("a merge names the number that stays and the one that goes", () => {
    expect(read.events.at(-1)?.data.additionalInformation).toEqual({
      nomsNumber: "A9009AJ",
      removedNomsNumber: "A9019AZ",
    });
  });
});

const received = {
  eventType: "prison-offender-events.prisoner.received",
  version: 1,
  occurredAt: "2026-11-12T19:30:00Z",
  additionalInformation: { nomsNumber: "A9007AG", reason: "ADMISSION" },
};
const alert = {
  ...received,
  eventType: "person.alert.created",
  additionalInformation: { alertUuid: "8f2b", alertCode: "XA", activeFrom: "2026-11-12" },
  personReference: {
    identifiers: [
      { type: "PNC", value: "x" },
      { type: "NOMS", value: "A9007AG" },
    ],
  },
};

test("an alert names its person by reference only, and its type by the first letter of its code", async () => {
  const read = await eventsOf(alert);
  expect(read.problems).toEqual([]);
  expect(read.events[0]?.data.additionalInformation).toEqual({
    nomsNumber: "A9007AG",
    alertId: "8f2b",
    type: "X",
    code: "XA",
    since: "2026-11-12",
  });
});

test.each([
  ["person.alert.updated", "prison.alert.updated"],
  ["person.alert.inactive", "prison.alert.ended"],
  ["person.alert.deleted", "prison.alert.ended"],
])("%s is %s", async (eventType, type) => {
  expect((await eventsOf({ ...alert, eventType })).events.map((event) => event.type)).toEqual([type]);
});

test.each([
  ["temporary-absence.started", { prisonId: "WCI" }, "prison.temporary-absence.started"],
  ["temporary-absence.ended", { prisonId: "WCI" }, "prison.temporary-absence.ended"],
  ["calculate-release-dates.prisoner.changed", { conditionalReleaseDate: "2029-11-11" }, "prison.release-date.changed"],
])("%s is carried", async (eventType, additionalInformation, type) => {
  const read = await eventsOf({
    ...received,
    eventType,
    additionalInformation: { nomsNumber: "A9007AG", ...additionalInformation },
  });
  expect(read.problems).toEqual([]);
  expect(read.events.map((event) => [event.type, event.data.additionalInformation])).toEqual([
    [type, { nomsNumber: "A9007AG", ...additionalInformation }],
  ]);
});

test.each([
  ["the immediate release event", { eventType: "prisoner-offender-search.prisoner.released" }, "UNKNOWN_CODE"],
  ["no event type", { eventType: "" }, "MISSING_REQUIRED_FIELD"],
  ["another version", { version: 2 }, "UNKNOWN_CODE"],
  ["no time", { occurredAt: null }, "MISSING_REQUIRED_FIELD"],
  ["a time without an offset", { occurredAt: "2026-11-12T19:30:00" }, "INVALID_DATE"],
  ["no prison number", { additionalInformation: { reason: "ADMISSION" } }, "MISSING_REQUIRED_FIELD"],
  ["no reason", { additionalInformation: { nomsNumber: "A9007AG" } }, "MISSING_REQUIRED_FIELD"],
  [
    "a prison that is none",
    { additionalInformation: { nomsNumber: "A9007AG", reason: "ADMISSION", prisonId: "winchester" } },
    "INVALID_IDENTIFIER_FORMAT",
  ],
  [
    "two different prison numbers",
    { personReference: { identifiers: [{ type: "NOMS", value: "A9001AA" }] } },
    "MALFORMED_RECORD",
  ],
  ["a merge into nothing", { eventType: "prison-offender-events.prisoner.merged" }, "MISSING_REQUIRED_FIELD"],
  [
    "a sentence that ends before the release",
    {
      eventType: "prisoner.sentence-dates-changed",
      additionalInformation: {
        nomsNumber: "A9007AG",
        conditionalReleaseDate: "2029-11-11",
        sentenceExpiryDate: "2029-11-10",
      },
    },
    "DATE_ORDER",
  ],
  [
    "a release date that is not there",
    { eventType: "calculate-release-dates.prisoner.changed" },
    "MISSING_REQUIRED_FIELD",
  ],
])("an event with %s is set aside", async (_what, change, code) => {
  const read = await eventsOf({ ...received, ...change });
  expect(read.problems.map(([, found]) => found)).toEqual([code]);
  expect(read.events).toEqual([]);
});

test("text in the place of a prison number is not repeated to the error file", async () => {
  const read = await eventsOf({
    ...received,
    additionalInformation: { nomsNumber: "Mohammed Farooqi", reason: "ADMISSION" },
  });
  expect(read.problems).toEqual([[1, "INVALID_IDENTIFIER_FORMAT", null]]);
});

async function eventsOf(...events: readonly unknown[]): Promise<SampleReading> {
  return sampleAgency(prisonConnector, "winchester-prison").file("domain-events-20261122.json", JSON.stringify(events));
}
