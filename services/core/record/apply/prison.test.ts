import { describe, expect, test } from "vitest";
import type { EventPayloads } from "#schemas/generated/types.ts";
import { prisonEvents } from "./prison.ts";
import { eventSaying, recordAfter } from "./record-after.ts";

const LIAM = "A9003AC";

describe("Liam's September absence", () => {
  const admitted = received("2026-05-01T09:00:00Z", { reason: "ADMISSION", prisonId: "WCI" });
  const absent = left("2026-09-18T07:30:00Z", {
    reason: "TEMPORARY_ABSENCE_RELEASE",
    prisonId: "WCI",
    currentLocation: "OUTSIDE_PRISON",
    currentPrisonStatus: "UNDER_PRISON_CARE",
  });
  const back = received("2026-09-18T16:55:00Z", { reason: "TEMPORARY_ABSENCE_RETURN", prisonId: "WCI" });
  const released = left("2026-10-26T09:20:00Z", {
    reason: "RELEASED",
    prisonId: "WCI",
    currentLocation: "OUTSIDE_PRISON",
    currentPrisonStatus: "NOT_UNDER_PRISON_CARE",
  });

  test("is not a release", () => {
    expect(recordAfter(prisonEvents, admitted, absent).values).toEqual({
      "custody.custodyStatus": "inPrison",
      "custody.prisonCode": "WCI",
    });
  });

  test("is over when he is back, and October is his release", () => {
    expect(recordAfter(prisonEvents, admitted, absent, back, released).values).toEqual({
      "custody.custodyStatus": "outside",
      "custody.releaseReason": "RELEASED",
    });
  });

  test("told late, does not undo the release", () => {
    expect(recordAfter(prisonEvents, released, back, absent, admitted).values).toEqual({
      "custody.custodyStatus": "outside",
      "custody.releaseReason": "RELEASED",
    });
  });
});

test.each([
  ["RELEASED", "UNDER_PRISON_CARE"],
  ["RELEASED", undefined],
  ["RELEASED_TO_HOSPITAL", "NOT_UNDER_PRISON_CARE"],
  ["SENT_TO_COURT", "NOT_UNDER_PRISON_CARE"],
  ["TRANSFERRED", "NOT_UNDER_PRISON_CARE"],
  ["UNKNOWN", "NOT_UNDER_PRISON_CARE"],
] as const)("%s with %s is not a release", (reason, currentPrisonStatus) => {
  const event = left("2026-10-26T09:20:00Z", {
    reason,
    currentLocation: "OUTSIDE_PRISON",
    ...(currentPrisonStatus === undefined ? {} : { currentPrisonStatus }),
  });
  expect(recordAfter(prisonEvents, event).values).toEqual({});
});

test("someone on the way from one prison to another is being transferred", () => {
  const event = left("2026-10-26T09:20:00Z", { reason: "TRANSFERRED", currentLocation: "BEING_TRANSFERRED" });
  expect(recordAfter(prisonEvents, event).values).toEqual({ "custody.custodyStatus": "beingTransferred" });
});

test("Mohammed serves 72 months and leaves on licence in November 2029", () => {
  const event = eventSaying({
    type: "prison.sentence-dates.changed",
    time: "2026-11-16T10:00:00Z",
    says: {
      nomsNumber: "A9007AG",
      sentenceLengthMonths: 72,
      conditionalReleaseDate: "2029-11-11",
      sentenceExpiryDate: "2032-11-11",
    },
  });
  expect(recordAfter(prisonEvents, event).values).toEqual({
    "custody.sentenceLengthMonths": 72,
    "custody.expectedReleaseDate": "2029-11-11",
  });
});

test("a date that the prison has confirmed comes before one that was calculated", () => {
  const event = eventSaying({
    type: "prison.release-date.changed",
    time: "2026-11-16T10:00:00Z",
    says: { nomsNumber: "A9007AG", confirmedReleaseDate: "2029-11-09", conditionalReleaseDate: "2029-11-11" },
  });
  expect(recordAfter(prisonEvents, event).values).toEqual({ "custody.expectedReleaseDate": "2029-11-09" });
});

test("a merge retires one number in favour of the other", () => {
  const event = eventSaying({
    type: "prison.identity.merged",
    time: "2026-11-10T12:00:00Z",
    says: { nomsNumber: "A9009AJ", removedNomsNumber: "A9019AZ" },
  });
  expect(prisonEvents["prison.identity.merged"]?.(event)).toEqual([
    {
      kind: "retire-identifier",
      retired: { type: "NOMS", value: "A9019AZ", valid: true },
      survivor: { type: "NOMS", value: "A9009AJ", valid: true },
    },
  ]);
});

test("an alert stands until it ends", () => {
  const alert = { nomsNumber: LIAM, alertId: "8f2b", type: "X", code: "XA" };
  const created = eventSaying({ type: "prison.alert.created", time: "2026-11-01T09:00:00Z", says: alert });
  const updated = eventSaying({
    type: "prison.alert.updated",
    time: "2026-11-02T09:00:00Z",
    says: { ...alert, since: "2026-10-30" },
  });
  const ended = eventSaying({ type: "prison.alert.ended", time: "2026-11-03T09:00:00Z", says: alert });
  expect(recordAfter(prisonEvents, created, updated).values).toEqual({
    "custody.alerts[8f2b]": { type: "X", code: "XA", since: "2026-10-30" },
  });
  expect(recordAfter(prisonEvents, created, updated, ended).values).toEqual({});
});

test.each(["prison.temporary-absence.started", "prison.temporary-absence.ended"] as const)(
  "%s changes nothing",
  (type) => {
    const event = eventSaying({ type, time: "2026-09-18T07:30:00Z", says: { nomsNumber: LIAM } });
    expect(recordAfter(prisonEvents, event).values).toEqual({});
  },
);

function received(time: string, says: Omit<EventPayloads["prison.custody.received"], "nomsNumber">) {
  return eventSaying({ type: "prison.custody.received", time, says: { nomsNumber: LIAM, ...says } });
}

function left(time: string, says: Omit<EventPayloads["prison.custody.released"], "nomsNumber">) {
  return eventSaying({ type: "prison.custody.released", time, says: { nomsNumber: LIAM, ...says } });
}
