import { describe, expect, test } from "vitest";
import { evidenceFrom } from "../evidence-from.ts";
import { consentTo, fitted, NOW, rated, registered, SETTINGS, said } from "../made-up-evidence.ts";
import { suggestRag } from "../suggest-rag.ts";

describe("R10", () => {
  const lives = (more: object) =>
    said("housing.accommodation.changed", "2026-11-01T00:00:00Z", {
      tenancyRef: "T-1",
      accommodationType: "social",
      accommodationStable: { stable: true },
      ...more,
    } as never);
  const notice = (expiry?: string) => ({
    type: "S21",
    date: "2026-11-02",
    ...(expiry === undefined ? {} : { expiry }),
  });
  test.each([
    ["no fixed abode", [lives({ accommodationType: "noFixedAbode" })], ["amber", "R10:amber"]],
    ["a notice that expires in 28 days", [lives({ notice: notice("2026-12-19") })], ["amber", "R10:amber"]],
    ["a notice that expires in 29", [lives({ notice: notice("2026-12-20") })], ["amber"]],
    ["a notice without an expiry", [lives({ notice: notice() })], ["amber", "R10:amber"]],
    ["a notice that went", [lives({ notice: notice() }), { ...lives({}), time: "2026-11-15T00:00:00Z" }], ["amber"]],
    [
      "a tenancy that has ended",
      [
        lives({ notice: notice() }),
        said("housing.tenancy.ended", "2026-11-15T00:00:00Z", { tenancyRef: "T-1", end: "2026-11-15" }),
      ],
      ["amber"],
    ],
  ])("%s", (_what, events, expected) => {
    expect(rated(NOW, events)).toEqual(expected);
  });

  test("a notice counts from the London day it is served", () => {
    const served = [lives({ notice: notice() })];
    expect(rated("2026-11-01T23:59:00Z", served)).toEqual(["amber"]);
    expect(rated("2026-11-02T00:00:00Z", served)).toEqual(["amber", "R10:amber"]);
  });
});

test("R11: a day at court, a temporary absence or a transfer is no release", () => {
  const left = (reason: string, currentPrisonStatus: string) =>
    said("prison.custody.released", "2026-11-18T08:30:00Z", {
      nomsNumber: "A9003AC",
      reason,
      currentPrisonStatus,
    } as never);
  expect(rated(NOW, [left("TEMPORARY_ABSENCE_RELEASE", "UNDER_PRISON_CARE")])).toEqual(["amber"]);
  expect(rated(NOW, [left("RELEASED", "UNDER_PRISON_CARE")])).toEqual(["amber"]);
});

describe("R12", () => {
  const sentence = (more: object) =>
    said("probation.sentence.created", "2026-10-01T10:00:00Z", {
      eventNumber: "1",
      type: "COMMUNITY_ORDER",
      date: "2026-10-01",
      ...more,
    });
  test.each([
    [
      "the lead agency, on day 14",
      "2026-11-16T12:00:00Z",
      [
        registered({ leadAgencyId: "solent-housing" }),
        said("housing.arrears.changed", "2026-11-02T00:30:00Z", { tenancyRef: "T", band: "none" }),
      ],
      ["amber"],
    ],
    [
      "the lead agency, on day 15",
      "2026-11-17T00:00:00Z",
      [
        registered({ leadAgencyId: "solent-housing" }),
        said("housing.arrears.changed", "2026-11-02T00:30:00Z", { tenancyRef: "T", band: "none" }),
      ],
      ["amber", "R12:amber"],
    ],
    [
      "a lead agency that never sent, since registration",
      "2026-06-16T12:00:00Z",
      [registered({ leadAgencyId: "solent-housing" })],
      ["amber", "R12:amber"],
    ],
    ["probation while it supervises", NOW, [sentence({ orderEnd: "2026-12-01" })], ["amber", "R12:amber"]],
    ["probation once the order is over", NOW, [sentence({ orderEnd: "2026-11-20" })], ["amber"]],
    ["monitoring while an order runs", "2026-11-30T12:00:00Z", [fitted()], ["amber", "R12:amber"]],
    ["monitoring once it is over", "2026-12-01T00:00:00Z", [fitted()], ["amber"]],
    [
      "a drug service that leads, without consent",
      NOW,
      [registered({ leadAgencyId: "solent-drug-services" })],
      ["amber"],
    ],
    [
      "a drug service that leads, with consent",
      NOW,
      [registered({ leadAgencyId: "solent-drug-services" }), consentTo(["treatment.inTreatment"])],
      ["amber", "R12:amber"],
    ],
    [
      "housing that does not lead",
      NOW,
      [said("housing.arrears.changed", "2026-07-02T00:30:00Z", { tenancyRef: "T", band: "none" })],
      ["amber"],
    ],
  ])("%s", (_what, now, events, expected) => {
    expect(rated(now, events)).toEqual(expected);
  });
});

test("R13 holds until somebody assesses the person", () => {
  const { ragStatus: _, ragSetAt: __, ...unrated } = registered().data.additionalInformation as Record<string, unknown>;
  const event = registered();
  const fresh = { ...event, data: { ...event.data, additionalInformation: unrated } };
  const note = { at: "2026-11-20T10:00:00Z", from: { agencyId: "iom-team", eventId: "a-1" }, assessed: true };
  expect(rated(NOW, [fresh])).toEqual(["red", "R13:red"]);
  expect(suggestRag(evidenceFrom([fresh], [note]), SETTINGS, new Date(NOW)).ruleHits).toEqual([]);
});
