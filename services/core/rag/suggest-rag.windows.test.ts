import { describe, expect, test } from "vitest";
import type { AgencyEvent } from "#schemas/agency-event.ts";
import { arrest, fitted, graded, missed, qualified, rated, removed, SETTINGS, said } from "./made-up-evidence.ts";

describe("the window of a rule counts days in London", () => {
  const cases: readonly (readonly [string, (at: string) => readonly AgencyEvent[], number, string])[] = [
    ["R1", (at) => [arrest(at)], 28, "R1:red"],
    [
      "R1 by charge",
      (at) => [said("police.charge.recorded", at, { chargedAt: at, outcome: "charged", hoCode: "034/01" })],
      28,
      "R1:red",
    ],
    [
      "R3",
      (at) => [said("probation.enforcement.recorded", at, { enforcementId: "E-1", kind: "recall", at })],
      28,
      "R3:red",
    ],
    [
      "R4",
      (at) => [
        qualified("2026-06-20T10:00:00Z"),
        said("police.match-outcome.recorded", at, { matchId: "M-1", outcome: "ruledIn" }),
      ],
      28,
      "R4:red",
    ],
    ["R5 removed", (at) => [fitted("2027-05-30"), removed(at)], 14, "R5:red"],
    [
      "R5 violation",
      (at) => [
        said("electronic-monitoring.violation.recorded", at, {
          emsId: "EMS-1",
          breachDateTime: at,
          breachDetails: "Curfew.",
        }),
      ],
      14,
      "R5:red",
    ],
    ["R6", (at) => [missed(at)], 28, "R6:amber"],
    ["R7", (at) => [graded(at, "1C")], 28, "R7:red"],
    [
      "R8",
      (at) => [said("police.drug-test-on-arrest.recorded", at, { at, opiates: "positive", cocaine: "negative" })],
      28,
      "R8:amber",
    ],
    [
      "R11",
      (at) => [
        said("prison.custody.released", at, {
          nomsNumber: "A9001AA",
          reason: "RELEASED",
          currentPrisonStatus: "NOT_UNDER_PRISON_CARE",
        }),
      ],
      28,
      "R11:amber",
    ],
  ];
  // Half an hour before midnight in London, in winter and in summer, so that a count of hours or of UTC days is off by one.
  const instants = [
    ["in winter", "2026-11-02T23:30:00Z", "2026-11-02"],
    ["in summer", "2026-07-02T22:30:00Z", "2026-07-02"],
    ["just after a summer midnight", "2026-07-02T23:05:00Z", "2026-07-03"],
    ["over the day of 25 hours", "2026-10-24T22:30:00Z", "2026-10-24"],
    ["over the day of 23 hours", "2027-03-27T23:30:00Z", "2027-03-27"],
  ] as const;
  const all = cases.flatMap(([rule, events, days, hit]) =>
    instants.map(([when, at, day]) => ({ rule, when, at, day, days, hit, events })),
  );

  test.each(all)(
    "$rule $when: to the last minute of day $days and not the first of the next",
    ({ at, day, days, hit, events }) => {
      const [last, next] = [midnightAfter(day, days), midnightAfter(day, days) + 60_000];
      const seen = (instant: number) =>
        rated(new Date(instant).toISOString(), events(at))
          .slice(1)
          .filter((one) => !one.startsWith("R12"));
      expect(seen(last - 60_000)).toContain(hit);
      expect(seen(next)).not.toContain(hit);
    },
  );

  test.each(all.filter(({ when }) => when === "in winter"))(
    "$rule has not happened before its instant",
    ({ at, hit, events }) => {
      expect(rated(new Date(Date.parse(at) - 1000).toISOString(), events(at))).not.toContain(hit);
    },
  );

  test("a scheme sets its own", () => {
    const settings = { ...SETTINGS, windowDays: { ...SETTINGS.windowDays, R1: 7 } };
    expect(rated("2026-11-09T12:00:00Z", [arrest("2026-11-02T09:00:00Z")], settings)).toEqual(["red", "R1:red"]);
    expect(rated("2026-11-10T12:00:00Z", [arrest("2026-11-02T09:00:00Z")], settings)).toEqual(["amber"]);
  });
});

/** The London midnight that ends the day `days` after a day. */
function midnightAfter(day: string, days: number): number {
  const ends = new Date(Date.parse(`${day}T00:00:00Z`) + (days + 1) * 86_400_000);
  const hour = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", hour: "2-digit", hourCycle: "h23" });
  return ends.getTime() - Number(hour.format(ends)) * 3_600_000;
}
