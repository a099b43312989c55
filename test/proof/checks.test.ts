import { describe, expect, test } from "vitest";
import { CHECKS } from "./checks/all-checks.ts";
import { ENGINE } from "./engine.ts";
import { neverRaises } from "./properties/never-raises.ts";

const CASES = 100_000;

describe("of the engine it holds,", () => {
  test.each(CHECKS)("$name", ({ holds }) => holds(ENGINE));

  test(`P3: that facts unknown, stale or off their list never raise any field, in ${CASES} random cases`, () => {
    const { cases, lowered } = neverRaises(ENGINE, CASES);
    expect(cases).toBeGreaterThanOrEqual(CASES);
    // Were nothing ever lowered, nothing would have been lost that mattered.
    expect(lowered).toBeGreaterThan(cases / 100);
  });
});
