import { describe, expect, test } from "vitest";
import type { AgencyEvent } from "#schemas/agency-event.ts";
import { evidenceFrom } from "../evidence-from.ts";
import { graded, kept, NOW, rated, registered, SETTINGS, said } from "../made-up-evidence.ts";
import { suggestRag } from "../suggest-rag.ts";

describe("green", () => {
  const GREEN: Readonly<Record<string, AgencyEvent>> = {
    G1: kept("2026-11-13T10:00:00Z"),
    G2: said("police.intelligence.expired", "2026-08-14T00:00:00Z", { at: "2026-08-14T00:00:00Z" }),
    G4: said("housing.accommodation.changed", "2026-11-20T00:00:00Z", {
      tenancyRef: "T-1",
      accommodationType: "social",
      accommodationStable: { stable: true },
    }),
  };
  const without = (...ids: string[]) =>
    Object.entries(GREEN).flatMap(([id, event]) => (ids.includes(id) ? [] : [event]));
  const loose = { ...SETTINGS, greenRule: "loose" } as const;
  const required = said("probation.sentence.created", "2026-11-10T10:00:00Z", {
    eventNumber: "1",
    type: "COMMUNITY_ORDER",
    date: "2026-11-10",
    requirements: ["DRR"],
    orderEnd: "2027-11-09",
  });
  const tested = (result: "negative" | "positive", at = "2026-11-12T10:00:00Z") =>
    said("drug-services.drug-test.recorded", at, { at, substances: { opiates: result } });

  test.each([
    ["all is known and good", SETTINGS, without(), "green"],
    ["nobody said how the person attends", SETTINGS, without("G1"), "amber"],
    ["the police never said that there is no intelligence", SETTINGS, without("G2"), "amber"],
    ["neither home nor work is known", SETTINGS, without("G4"), "amber"],
    ["neither home nor work is known, loosely", loose, without("G4"), "green"],
    ["a test is required and none was taken", SETTINGS, [...without(), required], "amber"],
    ["a test is required and none was taken, loosely", loose, [...without(), required], "green"],
    ["a test is required and negative", SETTINGS, [...without(), required, tested("negative")], "green"],
    [
      "a test is required and the negative one is too old",
      SETTINGS,
      [...without(), required, tested("negative", "2026-10-23T10:00:00Z")],
      "amber",
    ],
    ["a test is required and positive, loosely", loose, [...without(), required, tested("positive")], "amber"],
    [
      "intelligence suspected to be false is held",
      SETTINGS,
      [...without(), graded("2026-11-20T10:00:00Z", "1E")],
      "green",
    ],
    [
      "an appointment went unrecorded",
      SETTINGS,
      [
        ...without(),
        said("probation.appointment.created", "2026-11-19T10:00:00Z", {
          appointmentId: "9",
          at: "2026-11-19T10:00:00Z",
          type: "Office visit",
        }),
      ],
      "amber",
    ],
    [
      "an appointment lies ahead",
      SETTINGS,
      [
        ...without(),
        said("probation.appointment.created", "2026-11-19T10:00:00Z", {
          appointmentId: "9",
          at: "2026-11-23T10:00:00Z",
          type: "Office visit",
        }),
      ],
      "green",
    ],
    ["intelligence of long ago still stands", SETTINGS, [...without(), graded("2026-09-20T10:00:00Z", "1A")], "amber"],
    [
      "the sentence is kept back",
      SETTINGS,
      [
        ...without(),
        said("probation.sentence.created", "2026-11-10T10:00:00Z", { eventNumber: "1", detailWithheld: true }),
      ],
      "amber",
    ],
  ])("when %s", (_what, settings, events, expected) => {
    expect(rated(NOW, events, settings)[0]).toBe(expected);
  });

  test("employment stands in for a home", () => {
    const note = {
      at: "2026-11-20T10:00:00Z",
      from: { agencyId: "iom-team", eventId: "a-1" },
      occupation: "employment",
    } as const;
    const colour = (occupation: "employment" | "training" | "neither") =>
      suggestRag(evidenceFrom([registered(), ...without("G4")], [{ ...note, occupation }]), SETTINGS, new Date(NOW))
        .colour;
    expect([colour("employment"), colour("training"), colour("neither")]).toEqual(["green", "green", "amber"]);
  });

  test("blue is for custody, and only where the scheme has it", () => {
    const inside = [
      ...without(),
      said("prison.custody.received", "2026-11-12T19:30:00Z", { nomsNumber: "A9007AG", reason: "ADMISSION" }),
    ];
    expect(rated(NOW, inside)[0]).toBe("green");
    expect(rated(NOW, inside, { ...SETTINGS, blue: true })[0]).toBe("blue");
    expect(rated(NOW, without(), { ...SETTINGS, blue: true })[0]).toBe("green");
  });
});
