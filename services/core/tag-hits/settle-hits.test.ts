import { expect, test } from "vitest";
import type { StandingHit } from "./read-standing-hits.ts";
import { settleHits } from "./settle-hits.ts";

const hit = (changes: Partial<StandingHit> = {}): StandingHit => ({
  hitId: "hit-1",
  personId: "daniel",
  crimeVersionId: "2",
  crimeVersion: 2,
  state: "candidate",
  digest: "as-it-was",
  monitoringAgencyId: "em-provider",
  ...changes,
});
const asItWas = { personId: "daniel", digest: "as-it-was" };
const changed = { personId: "daniel", digest: "changed" };

test("somebody found for the first time is new", () => {
  expect(settleHits("2", [asItWas], [])).toEqual({ fresh: [asItWas], superseded: [] });
});

test.each(["candidate", "qualified", "rejected"] as const)("a %s hit found again as it was stands", (state) => {
  expect(settleHits("2", [asItWas], [hit({ state })])).toEqual({ fresh: [], superseded: [] });
});

test.each(["candidate", "rejected"] as const)("a %s hit gives way to what late positions tell", (state) => {
  const standing = hit({ state });
  expect(settleHits("2", [changed], [standing])).toEqual({
    fresh: [changed],
    superseded: [{ hit: standing, because: "positions-late", replacedBy: changed }],
  });
});

test("a qualified hit stands while the person is still found", () => {
  expect(settleHits("2", [changed], [hit({ state: "qualified" })])).toEqual({ fresh: [], superseded: [] });
});

test.each(["candidate", "qualified", "rejected"] as const)(
  "a %s hit falls away when the person is no longer found",
  (state) => {
    const standing = hit({ state });
    expect(settleHits("2", [], [standing])).toEqual({
      fresh: [],
      superseded: [{ hit: standing, because: "positions-late", replacedBy: null }],
    });
  },
);

test("no hit outlives the version of the crime that it was found for, whoever decided it", () => {
  const standing = hit({ state: "qualified", crimeVersionId: "1" });
  expect(settleHits("2", [asItWas], [standing])).toEqual({
    fresh: [asItWas],
    superseded: [{ hit: standing, because: "crime-corrected", replacedBy: asItWas }],
  });
});
