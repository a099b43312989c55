import { expect, test } from "vitest";
import { AGE_AND_SEX } from "./ogrs3-weights.ts";
import type { Ogrs3Inputs } from "./read-inputs.ts";
import { type Ogrs3Score, scoreOgrs3 } from "./score-ogrs3.ts";

const GIVEN: Ogrs3Inputs = {
  sex: "male",
  dateOfBirth: "1991-07-17",
  convictedOn: "2021-08-05",
  followUpFrom: "2021-12-12",
  sanctions: 2,
  ageAtFirstSanction: 21,
  offence: "fraudAndForgery",
};

function scored(change: Partial<Ogrs3Inputs>): Ogrs3Score {
  const score = scoreOgrs3({ ...GIVEN, ...change });
  if (score.outcome === "refused") {
    throw new Error(score.message);
  }
  return score;
}

// Inputs and results as the Ministry of Justice tests its own service with them (hmpps-arns-risk-actuarial-api,
// OGRS3RiskProducerServiceTest, ACT-62, scenarios 1 and 2).
test.each([
  [
    "brothel keeping, first sanctioned late",
    {
      dateOfBirth: "1965-12-07",
      convictedOn: "2025-05-13",
      followUpFrom: "2026-12-06",
      ageAtFirstSanction: 47,
      offence: "soliciting",
    },
    { one: 8, two: 16 },
  ],
  ["fraud, two sanctions", {}, { one: 11, two: 20 }],
])("the published check values come out: %s", (_name, change, { one, two }) => {
  const { oneYear, twoYear, band } = scored(change);
  expect({ one: oneYear.percent, two: twoYear.percent, band }).toEqual({ one, two, band: "low" });
});

test("every term is shown and adds up, to the figures worked by hand", () => {
  // 30 at conviction and at the start: ln(2 / (10 + 30 - 21)) = -2.25129, × 1.25112 = -2.81664.
  const { terms, total, oneYear, twoYear, inputs } = scored({});
  expect(terms.map(({ term, value }) => [term, Number(value.toFixed(5))])).toEqual([
    ["age-and-sex", -1.326],
    ["conviction-status", 0.46306],
    ["copas-rate", -2.81663],
    ["current-offence", 0.1599],
  ]);
  expect(total).toBeCloseTo(-1.326 + 0.46306 - 2.81663 + 0.1599, 4);
  expect(oneYear).toMatchObject({ constant: 1.40256, probability: 0.10744 });
  expect(twoYear).toMatchObject({ constant: 2.1217, probability: 0.19814 });
  expect(inputs).toEqual({
    sex: "male",
    ageAtConviction: 30,
    ageAtFollowUp: 30,
    ageAtFirstSanction: 21,
    sanctions: 2,
    offenceGroup: "fraudAndForgery",
  });
});

test("a Home Office code gives its group", () => {
  expect(scored({ offence: "028/01" }).inputs.offenceGroup).toBe("burglaryDomestic");
  expect(scored({ offence: "045/10" }).terms.at(-1)).toMatchObject({ from: "theftFromVehicle", value: 0.4272 });
});

test.each([
  ["low", 2, 49],
  ["medium", 3, 50],
  ["high", 7, 75],
  ["very-high", 16, 90],
] as const)("the band %s begins where it is published to", (band, sanctions, percent) => {
  const score = scored({ dateOfBirth: "2000-07-17", ageAtFirstSanction: 15, sanctions, offence: "theft" });
  expect(score.band).toBe(band);
  expect(band === "low" ? score.twoYear.percent <= percent : score.twoYear.percent >= percent).toBe(true);
});

test.each(AGE_AND_SEX.map(({ from }, at) => [from, AGE_AND_SEX[at - 1]?.from ?? null] as const))(
  "a person of %i has the weight of the group that begins there, and a day before of the one below",
  (from, below) => {
    const weightAt = (followUpFrom: string, first: number) =>
      scored({ dateOfBirth: "2000-01-01", convictedOn: "2010-01-01", followUpFrom, ageAtFirstSanction: first })
        .terms[0];
    const expected = AGE_AND_SEX.find((group) => group.from === from);
    expect(weightAt(`${2000 + from}-01-01`, 10)?.value).toBe(expected?.male);
    if (below !== null) {
      const neighbour = AGE_AND_SEX.find((group) => group.from === below);
      expect(weightAt(`${2000 + from - 1}-12-31`, 10)?.value).toBe(neighbour?.male);
    }
  },
);

test.each(Object.keys(GIVEN))("without %s there is no score, and the refusal names it", (name) => {
  expect(scoreOgrs3({ ...GIVEN, [name]: null })).toEqual({
    outcome: "refused",
    guard: "input-missing",
    message: `The score needs ${name}. Without it there is none.`,
  });
});

test.each([
  [{ dateOfBirth: "2025-01-01" }, "input-impossible"],
  [{ dateOfBirth: "1991-02-30T" }, "input-impossible"],
  [{ ageAtFirstSanction: 31 }, "input-impossible"],
  [{ ageAtFirstSanction: 9 }, "input-impossible"],
  [{ sanctions: 0 }, "input-impossible"],
  [{ sanctions: 1.5 }, "input-impossible"],
  [{ followUpFrom: "2019-01-01" }, "input-impossible"],
  [{ sex: "unknown" }, "input-impossible"],
  [{ offence: "004/04" }, "offence-not-mapped"],
  [{ offence: "constructor" }, "offence-not-mapped"],
])("inputs that cannot be are refused: %o", (change, guard) => {
  expect(scoreOgrs3({ ...GIVEN, ...change })).toMatchObject({ outcome: "refused", guard });
});

test("nobody is certain", () => {
  const likeliest = scored({
    sanctions: 900,
    offence: "soliciting",
    dateOfBirth: "2003-07-17",
    ageAtFirstSanction: 18,
  });
  expect([likeliest.oneYear.percent, likeliest.twoYear.percent]).toEqual([99, 99]);
});
