import { expect, test } from "vitest";
import { personFactsAt } from "./person-facts.ts";

const now = new Date("2026-11-21T12:00:00Z");

function ageGroup(steps: readonly { from: string | null; value: string }[], readAt = "2026-11-21T11:00:00Z") {
  return personFactsAt({ "age-group": { steps, readAt } }, ["age-group"], now);
}

test("a birthday takes effect at its instant", () => {
  const steps = [
    { from: null, value: "under-18" },
    { from: "2026-11-21T12:00:00Z", value: "adult" },
  ];
  expect(ageGroup(steps).values).toEqual({ "age-group": "adult" });
  const before = new Date(now.getTime() - 1);
  const facts = { "age-group": { steps, readAt: "2026-11-21T11:00:00Z" } };
  expect(personFactsAt(facts, ["age-group"], before).values).toEqual({ "age-group": "under-18" });
});

test("a fact that is missing, off its list or before its first step is unknown, and has no date", () => {
  const unknown = { values: { "age-group": "unknown" }, asOf: {} };
  expect(personFactsAt({}, ["age-group"], now)).toEqual(unknown);
  expect(ageGroup([{ from: null, value: "elderly" }])).toEqual(unknown);
  expect(ageGroup([{ from: "2026-11-21T12:00:01Z", value: "adult" }])).toEqual(unknown);
  expect(ageGroup([])).toEqual(unknown);
});

test("a fact older than its greatest age, or of no readable age, is unknown", () => {
  const adult = [{ from: null, value: "adult" }];
  expect(ageGroup(adult, "2026-11-20T12:00:00Z").values).toEqual({ "age-group": "adult" });
  expect(ageGroup(adult, "2026-11-20T11:59:59Z").values).toEqual({ "age-group": "unknown" });
  expect(ageGroup(adult, "yesterday").values).toEqual({ "age-group": "unknown" });
});

test("the hub's own facts are never stale", () => {
  const lifecycle = { steps: [{ from: null, value: "active" }], readAt: "2020-01-01T00:00:00Z" };
  expect(personFactsAt({ "lifecycle-state": lifecycle }, ["lifecycle-state"], now)).toEqual({
    values: { "lifecycle-state": "active" },
    asOf: { "lifecycle-state": "2020-01-01T00:00:00Z" },
  });
});
