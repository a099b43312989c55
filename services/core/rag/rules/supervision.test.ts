import { describe, expect, test } from "vitest";
import { evidenceFrom } from "../evidence-from.ts";
import {
  consentTo,
  fitted,
  missed,
  missedAtService,
  NOW,
  rated,
  registered,
  removed,
  SETTINGS,
  said,
} from "../made-up-evidence.ts";
import { suggestRag } from "../suggest-rag.ts";

test("R3 never comes from a recall being considered, nor from a warning", () => {
  const considered = said("probation.recall.considered", "2026-11-20T15:10:00Z", {});
  const warned = said("probation.enforcement.recorded", "2026-11-20T15:10:00Z", {
    enforcementId: "E-2",
    kind: "warning",
    at: "2026-11-20T15:10:00Z",
  });
  const with_ = suggestRag(evidenceFrom([registered(), considered, warned]), SETTINGS, new Date(NOW));
  expect(with_).toEqual(suggestRag(evidenceFrom([registered(), warned]), SETTINGS, new Date(NOW)));
  expect(with_.ruleHits).toEqual([]);
});

test("R5: a tag that comes off on the day its order ends, or after, is no removal", () => {
  expect(rated("2026-12-01T12:00:00Z", [fitted(), removed("2026-11-30T09:00:00Z")])).toEqual(["amber"]);
  expect(rated("2026-12-01T12:00:00Z", [fitted(), removed("2026-11-29T09:00:00Z")])).toEqual(["red", "R5:red"]);
});

describe("R6", () => {
  const consented = consentTo(["treatment.drugServiceAttendance"]);
  test.each([
    ["two at probation", [missed("2026-11-02T10:00:00Z"), missed("2026-11-09T10:00:00Z")], ["red", "R6:red"]],
    ["one told by two feeds", [missed("2026-11-02T00:00:00Z"), missed("2026-11-02T09:30:00Z")], ["amber", "R6:amber"]],
    [
      "one here and one there, with consent",
      [consented, missed("2026-11-02T10:00:00Z"), missedAtService("2026-11-09T10:00:00Z")],
      ["red", "R6:amber", "R6:amber", "R6:red"],
    ],
    [
      "one here and one there, without",
      [missed("2026-11-02T10:00:00Z"), missedAtService("2026-11-09T10:00:00Z")],
      ["amber", "R6:amber"],
    ],
    [
      "two there, without",
      [missedAtService("2026-11-02T10:00:00Z"), missedAtService("2026-11-09T10:00:00Z")],
      ["amber"],
    ],
    [
      "an acceptable one",
      [
        said("probation.appointment.recorded", "2026-11-02T10:00:00Z", {
          at: "2026-11-02T10:00:00Z",
          type: "Office visit",
          outcome: "acceptableAbsence",
        }),
      ],
      ["amber"],
    ],
  ])("%s", (_what, events, expected) => {
    expect(rated(NOW, events)).toEqual(expected);
  });

  test("two are red until the earlier of the last two is out of the window", () => {
    const [, hit] = [
      null,
      suggestRag(
        evidenceFrom([registered(), missed("2026-11-02T10:00:00Z"), missed("2026-11-09T10:00:00Z")]),
        SETTINGS,
        new Date(NOW),
      ).ruleHits[0],
    ];
    expect(hit?.endsOn).toBe("2026-12-01");
  });
});

describe("R8", () => {
  const test8 = said("drug-services.drug-test.recorded", "2026-11-12T10:00:00Z", {
    at: "2026-11-12T10:00:00Z",
    substances: { cocaine: "positive" },
  });
  test("with an absence is red, and a reason of its own without it", () => {
    expect(rated(NOW, [test8, missed("2026-11-09T10:00:00Z")])).toEqual(["red", "R6:amber", "R8:amber", "R8:red"]);
  });
  test("of another substance is nothing", () => {
    const other = said("drug-services.drug-test.recorded", "2026-11-12T10:00:00Z", {
      at: "2026-11-12T10:00:00Z",
      substances: { cannabis: "positive" },
    });
    expect(rated(NOW, [other])).toEqual(["amber"]);
  });
});

describe("R9 and consent", () => {
  const disengaged = said("drug-services.engagement.changed", "2026-03-02T00:00:00Z", {
    periodDays: 28,
    engagement: "disengaged",
  });
  const fields = ["treatment.engagement"];
  const withdrawn = said("drug-services.consent.withdrawn", "2026-11-18T14:25:00Z", {
    consentId: "CN-1",
    withdrawnAt: "2026-11-18T14:25:00Z",
  });
  test.each([
    ["in force for the team", NOW, [consentTo(fields)], ["amber", "R9:amber"]],
    [
      "to the police, who host the team",
      NOW,
      [consentTo(fields, { recipients: ["solent-police"] })],
      ["amber", "R9:amber"],
    ],
    ["to probation alone", NOW, [consentTo(fields, { recipients: ["solent-probation"] })], ["amber"]],
    ["to another field", NOW, [consentTo(["treatment.inTreatment"])], ["amber"]],
    ["for another purpose", NOW, [consentTo(fields, { purposes: ["tenancy-support"] })], ["amber"]],
    ["that runs out this instant", NOW, [consentTo(fields, { expiresAt: NOW })], ["amber"]],
    ["that begins this instant", NOW, [consentTo(fields, { validFrom: NOW })], ["amber", "R9:amber"]],
    ["withdrawn", "2026-11-18T14:25:00Z", [consentTo(fields), withdrawn], ["amber"]],
    ["not yet withdrawn", "2026-11-18T14:24:59Z", [consentTo(fields), withdrawn], ["amber", "R9:amber"]],
    ["that nobody took", NOW, [], ["amber"]],
  ])("consent %s", (_what, now, consents, expected) => {
    expect(rated(now, [disengaged, ...consents])).toEqual(expected);
  });
});
