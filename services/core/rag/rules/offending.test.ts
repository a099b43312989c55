import { describe, expect, test } from "vitest";
import { evidenceFrom } from "../evidence-from.ts";
import { arrest, graded, NOW, qualified, rated, registered, SETTINGS, said } from "../made-up-evidence.ts";
import { suggestRag } from "../suggest-rag.ts";

describe("R1", () => {
  test.each([
    ["of no neighbourhood crime", "105/01", undefined, []],
    ["of taking a vehicle, by its class", "130/02", undefined, ["R1:red"]],
    ["of a person in the flex cohort", "028/01", "flex", ["R1:red"]],
    ["of a person in the free cohort, which has no set", "028/01", "free", []],
  ])("an arrest %s", (_what, hoCode, cohort, expected) => {
    const events = [registered({ cohort: (cohort ?? "fixed") as "fixed" }), arrest("2026-11-20T09:00:00Z", { hoCode })];
    expect(rated(NOW, events).slice(1)).toEqual(expected);
  });

  test("the free cohort has the set that its scheme gives it", () => {
    const settings = { ...SETTINGS, offenceSets: { ...SETTINGS.offenceSets, free: ["008/06"] } };
    const events = [registered({ cohort: "free" }), arrest("2026-11-20T09:00:00Z", { hoCode: "008/06" })];
    expect(rated(NOW, events, settings)).toEqual(["red", "R1:red"]);
  });

  test.each([
    [
      "the arrest",
      said("police.arrest.recorded", "2026-11-21T09:00:00Z", {
        arrestedAt: "2026-11-20T09:00:00Z",
        status: "noFurtherAction",
        occurrenceRef: "44260500001",
      }),
    ],
    [
      "a charge",
      said("police.charge.recorded", "2026-11-21T09:00:00Z", {
        chargedAt: "2026-11-21T09:00:00Z",
        outcome: "noFurtherAction",
      }),
    ],
  ])("no further action on %s ends it", (_what, ending) => {
    expect(rated(NOW, [arrest("2026-11-20T09:00:00Z"), ending])).toEqual(["amber"]);
  });

  test("no further action on another occasion does not", () => {
    const other = said("police.arrest.recorded", "2026-11-21T09:00:00Z", {
      arrestedAt: "2026-11-01T09:00:00Z",
      status: "noFurtherAction",
      occurrenceRef: "44260400009",
    });
    expect(rated(NOW, [arrest("2026-11-20T09:00:00Z"), other])).toEqual(["red", "R1:red"]);
  });

  test("an offence that was not sent is unknown, and no reason", () => {
    const { hoCode: _, ...said } = arrest("2026-11-20T09:00:00Z").data.additionalInformation;
    const event = arrest("2026-11-20T09:00:00Z");
    const unsaid = { ...event, data: { ...event.data, additionalInformation: said } };
    const suggestion = suggestRag(evidenceFrom([registered(), unsaid]), SETTINGS, new Date(NOW));
    expect(suggestion.ruleHits).toEqual([]);
    expect(suggestion.unknowns[0]).toMatchObject({ ruleId: "R1", text: "The offence of 2026-11-20 was not sent." });
  });
});

describe("R2", () => {
  const warrant = said("police.warrant.issued", "2026-01-05T10:00:00Z", {
    warrantRef: "W-1",
    issuedAt: "2026-01-05T10:00:00Z",
    type: "recall",
  });
  const wanted = (time: string, status: "wanted" | "notWanted") =>
    said("police.wanted-status.changed", time, { status });
  test.each([
    ["wanted", [wanted("2026-01-05T10:00:00Z", "wanted")], ["red", "R2:red"]],
    [
      "no longer wanted",
      [wanted("2026-01-05T10:00:00Z", "wanted"), wanted("2026-02-05T10:00:00Z", "notWanted")],
      ["amber"],
    ],
    ["a warrant of long ago", [warrant], ["red", "R2:red"]],
    [
      "a warrant executed",
      [
        warrant,
        said("police.warrant.executed", "2026-02-05T10:00:00Z", {
          warrantRef: "W-1",
          executedAt: "2026-02-05T10:00:00Z",
        }),
      ],
      ["amber"],
    ],
    [
      "another warrant executed",
      [
        warrant,
        said("police.warrant.executed", "2026-02-05T10:00:00Z", {
          warrantRef: "W-2",
          executedAt: "2026-02-05T10:00:00Z",
        }),
      ],
      ["red", "R2:red"],
    ],
  ])("%s", (_what, events, expected) => {
    expect(rated(NOW, events)).toEqual(expected);
  });
});

describe("R4", () => {
  test("a hit that waits is amber once seventy-two hours are over", () => {
    expect(rated("2026-11-05T10:00:00Z", [qualified("2026-11-02T10:00:00Z")])).toEqual(["amber"]);
    expect(rated("2026-11-05T10:00:00.001Z", [qualified("2026-11-02T10:00:00Z")])).toEqual(["amber", "R4:amber"]);
  });

  test("a hit that fell away is nothing", () => {
    const rejected = said("electronic-monitoring.match.rejected", "2026-11-03T10:00:00Z", {
      matchId: "M-1",
      crimeReference: "44260500001",
      crimeVersion: 1,
    });
    const superseded = { ...rejected, type: "electronic-monitoring.match.superseded" };
    expect(rated(NOW, [qualified("2026-11-02T10:00:00Z"), superseded])).toEqual(["amber"]);
  });

  test.each([
    [
      "ruled out",
      said("police.match-outcome.recorded", "2026-11-03T10:00:00Z", { matchId: "M-1", outcome: "ruledOut" }),
    ],
    [
      "rejected by the monitoring hub",
      said("electronic-monitoring.match.rejected", "2026-11-03T10:00:00Z", {
        matchId: "M-1",
        crimeReference: "44260500001",
        crimeVersion: 1,
      }),
    ],
  ])("a hit %s is nothing", (_what, ending) => {
    expect(rated(NOW, [qualified("2026-11-02T10:00:00Z"), ending])).toEqual(["amber"]);
  });
});

describe("R7", () => {
  test.each([
    ["1A", ["red", "R7:red"]],
    ["2B", ["red", "R7:red"]],
    ["3C", ["red", "R7:red"]],
    ["1D", ["amber", "R7:amber"]],
    ["1E", ["amber"]],
  ])("a report graded %s", (grade, expected) => {
    expect(rated(NOW, [graded("2026-11-20T10:00:00Z", grade)])).toEqual(expected);
  });

  test.each([
    ["until its own date", "2026-11-21", ["red", "R7:red"]],
    ["and not after it", "2026-11-20", ["amber"]],
  ])("a report counts %s", (_what, validUntil, expected) => {
    expect(rated(NOW, [graded("2026-11-10T10:00:00Z", "1A", { validUntil })])).toEqual(expected);
  });

  test("one that has expired is nothing; another stays", () => {
    const expired = said("police.intelligence.expired", "2026-11-20T10:00:00Z", {
      at: "2026-11-20T10:00:00Z",
      irRef: "IR-1",
    });
    expect(rated(NOW, [graded("2026-11-10T10:00:00Z", "1A"), expired])).toEqual(["amber"]);
    expect(rated(NOW, [graded("2026-11-10T10:00:00Z", "1A", { irRef: "IR-2" }), expired])).toEqual(["red", "R7:red"]);
  });
});
