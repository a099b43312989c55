import { describe, expect, test } from "vitest";
import type { PersonReference } from "#schemas/agency-event.ts";
import { candidatesOf, link, roster } from "#test/made-up-roster.ts";
import { evidenceDigests, evidenceOf, mergeEvidence } from "./link-evidence.ts";
import { linkPerson } from "./link-person.ts";

describe("initials", () => {
  const twins: PersonReference = {
    identifiers: [],
    initials: { first: "L", last: "C" },
    dateOfBirth: "1998-07-21",
    sex: "M",
  };

  test("fit both twins, and the full name of a later file only one", () => {
    expect(candidatesOf(link(twins))).toEqual(["P03", "P04"]);
    const named = evidenceOf({ ...twins, firstName: "Luke", lastName: "Cartwright" });
    const decision = linkPerson({
      evidence: mergeEvidence(evidenceOf(twins), named),
      profiles: roster,
      knownPersonId: null,
      generic: new Set(),
    });
    expect(candidatesOf(decision)).toEqual(["P04"]);
  });

  test("of Damon Aldous resemble Daniel Ashdown with day and month swapped, and his name does not", () => {
    const initials: PersonReference = {
      identifiers: [],
      initials: { first: "D", last: "A" },
      dateOfBirth: "1989-12-04",
    };
    expect(link(initials)).toMatchObject({
      outcome: "review",
      candidates: [{ personId: "P01", comparison: { dateOfBirth: "day-month-swapped" } }],
    });
    expect(link({ ...initials, firstName: "Damon", lastName: "Aldous" })).toEqual({ outcome: "nobody" });
  });

  test("of somebody of the other sex, or with a date of birth a day off, propose nobody", () => {
    const male = roster.map((profile) => ({ ...profile, sexes: ["M"] }));
    expect(link({ ...twins, sex: "F" }, male)).toEqual({ outcome: "nobody" });
    expect(link({ ...twins, dateOfBirth: "1998-07-22" })).toEqual({ outcome: "nobody" });
  });

  test("show the reviewer the same fields as a full name does", () => {
    const fields = (decision: ReturnType<typeof link>) =>
      decision.outcome === "review" ? Object.keys(decision.candidates[0]?.comparison ?? {}) : [];
    expect(fields(link(twins))).toEqual(
      fields(link({ identifiers: [], firstName: "Liam", lastName: "Cartwright", dateOfBirth: "1998-07-21" })),
    );
  });
});

test("initials that a full name implies are no new evidence", () => {
  const salt = Buffer.from("salt");
  const named = evidenceDigests(
    evidenceOf({ identifiers: [], firstName: "Luke", lastName: "Cartwright", dateOfBirth: "1998-07-21" }),
    salt,
  );
  const initials = evidenceDigests(
    evidenceOf({ identifiers: [], initials: { first: "L", last: "C" }, dateOfBirth: "1998-07-21" }),
    salt,
  );
  expect(initials.every((digest) => named.includes(digest))).toBe(true);
});
