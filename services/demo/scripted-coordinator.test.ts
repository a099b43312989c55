import { expect, test } from "vitest";
import { decideReview } from "./scripted-coordinator.ts";

const candidate = (personId: string, firstName: string, lastName: string, dateOfBirth: string) => ({
  personId,
  comparison: { firstName, lastName, dateOfBirth },
});

test.each([
  ["initials alone", [candidate("a", "similar", "similar", "same")]],
  ["a name without the date of birth", [candidate("a", "same", "same", "day-month-swapped")]],
  ["two people who fit alike", [candidate("a", "same", "same", "same"), candidate("b", "same", "same", "same")]],
  ["no candidate", []],
])("the coordinator does not link on %s", (_what, candidates) => {
  expect(decideReview({ reviewId: "r", candidates })).toMatchObject({ decision: "not-link" });
});

test("the coordinator links where one person's names and date of birth agree", () => {
  const candidates = [candidate("a", "differs", "same", "same"), candidate("b", "same", "similar", "same")];

  expect(decideReview({ reviewId: "r", candidates })).toMatchObject({ decision: "link", personId: "b" });
});
