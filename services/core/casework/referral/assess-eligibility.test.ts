import { expect, test } from "vitest";
import { PRESET_SETTINGS } from "#schemas/casework-settings.ts";
import { TEST_SCHEME } from "#test/made-up-events.ts";
import { ragSettingsOf } from "../../rag/rag-settings.ts";
import { assessEligibility, type EligibilityFacts } from "./assess-eligibility.ts";
import { estimateCost } from "./cost-of-crime.ts";

const BURGLARY = "028/01";
const SHOPLIFTING = "046/00";
const FACTS: EligibilityFacts = {
  offences: [BURGLARY, BURGLARY, "130/05"],
  isStatutory: true,
  ogrs3: 50,
  mix: { fixed: 6, flex: 3, free: 1 },
};
const { offenceSets } = ragSettingsOf(TEST_SCHEME);

/** `fixed:offences` to how it stands. */
function assess(facts: Partial<EligibilityFacts>, preset: "sussex" | "hampshire" = "hampshire") {
  const rules = { settings: PRESET_SETTINGS[preset], offenceSets };
  return Object.fromEntries(
    assessEligibility({ ...FACTS, ...facts }, rules).flatMap(({ cohort, parts }) =>
      parts.map(({ part, holds }) => [`${cohort}:${part}`, holds]),
    ),
  );
}

test("each cohort is explained part by part; the free one has no set of its own", () => {
  expect(assess({})).toEqual({
    "fixed:statutory": "yes",
    "fixed:offences": "yes",
    "fixed:prolific": "yes",
    "fixed:high-risk": "yes",
    "flex:offences": "yes",
    "flex:high-risk": "yes",
    "flex:mix": "yes",
    "free:offences": "cannot-tell",
    "free:mix": "yes",
  });
});

test("a scheme that needs no supervision and keeps no mix asks neither", () => {
  expect(Object.keys(assess({}, "sussex")).filter((one) => /statutory|mix/.test(one))).toEqual([]);
});

test.each<[string, Partial<EligibilityFacts>, string, string]>([
  ["shoplifting is outside the set", { offences: [SHOPLIFTING] }, "fixed:offences", "no"],
  ["nothing held is not nothing done", { offences: [] }, "fixed:offences", "cannot-tell"],
  ["an offence without a code may be of the set", { offences: [null] }, "fixed:offences", "cannot-tell"],
  ["two of the set are not prolific", { offences: [BURGLARY, BURGLARY] }, "fixed:prolific", "no"],
  ["two and one that may be", { offences: [BURGLARY, BURGLARY, null] }, "fixed:prolific", "cannot-tell"],
  ["nobody told of supervision", { isStatutory: null }, "fixed:statutory", "cannot-tell"],
  ["no supervision", { isStatutory: false }, "fixed:statutory", "no"],
  ["49 per cent", { ogrs3: 49 }, "fixed:high-risk", "no"],
  ["no score", { ogrs3: null }, "flex:high-risk", "cannot-tell"],
  ["fixed under its share", { mix: { fixed: 5, flex: 4, free: 1 } }, "flex:mix", "no"],
  ["too few to say", { mix: { fixed: 5, flex: 4, free: 0 } }, "free:mix", "cannot-tell"],
])("%s", (_what, facts, part, holds) => {
  expect(assess(facts)[part]).toBe(holds);
});

test("the cost of crime is the counts by the table, which says that nobody has checked it; of another crime there is none", () => {
  const estimate = estimateCost([
    { crime: "domestic burglary", count: 2 },
    { crime: "theft from a vehicle", count: 3 },
  ]);
  expect(estimate).toMatchObject({ version: "home-office-2018.1", checked: false, pounds: 2 * 5_930 + 3 * 870 });
  expect(estimateCost([{ crime: "piracy", count: 1 }])).toBeNull();
});
