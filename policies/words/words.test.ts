import fc from "fast-check";
import { expect, test } from "vitest";
import { CATALOGUE } from "#schemas/generated/catalogue.ts";
import { CELL_FACTS, FACT_VALUES, type Fact, PERSON_FACTS } from "#schemas/vocabulary.ts";
import { type Circumstance, circumstancesOf, isAmong } from "../circumstances.ts";
import { UNKNOWN } from "../condition.ts";
import { tupleAt, tupleCount } from "../fact-tuple.ts";
import { circumstancesInWords } from "./circumstances-in-words.ts";
import { factInWords, formInShort, formInWords, roleInWords, valueInWords } from "./policy-words.ts";

const FACTS: readonly Fact[] = [...PERSON_FACTS, ...CELL_FACTS];

test.each(FACTS)("each value of %s, not knowing included, is told in words of its own", (fact) => {
  const told = [...FACT_VALUES[fact], UNKNOWN].map((value) => valueInWords(fact, value));

  expect(new Set(told).size).toBe(told.length);
});

test("every form on any ladder has words, and the forms of one ladder have different ones", () => {
  for (const { ladder } of Object.values(CATALOGUE)) {
    expect(ladder.filter((form) => formInWords(form).includes("generalise"))).toEqual([]);
    expect(new Set(ladder.map(formInWords)).size).toBe(ladder.length);
    expect(new Set(ladder.map(formInShort)).size).toBe(ladder.length);
  }
});

test("the case of not knowing is always written out", () => {
  expect(factInWords("age-group", ["under-18", "unknown"])).toBe("the person is under 18 or the age is not known");
  expect(factInWords("cohort", ["fixed", "flex", "free"])).toBe("IOM registration is fixed, flex or free");
  expect(factInWords("cohort", ["fixed", "none", "unknown"])).toBe(
    "IOM registration is fixed or none, or IOM registration is not known",
  );
  expect(factInWords("mappa", ["yes", "no"])).toBe("it is known whether MAPPA applies");
  expect(factInWords("treatment-consent", ["unknown"])).toBe("it is not known whether the person has agreed");
});

test("it is plain which facts go together and which are another way to get there", () => {
  const either: readonly Circumstance[] = [
    { "age-group": ["adult"], mappa: ["yes"] },
    { "age-group": ["under-18", "unknown"], "safeguarding-route": ["open"] },
  ];

  expect(circumstancesInWords(either)).toBe(
    ", where the person is 18 or over and the person is managed under MAPPA; or where the person is under 18 or the age is not known, and where the safeguarding route is open",
  );
  expect(circumstancesInWords([{}])).toBe("");
});

test("roles are told as people say them", () => {
  expect(["spo", "housingOfficer", "iomInspector"].map(roleInWords)).toEqual([
    "senior probation officer",
    "housing officer",
    "IOM inspector",
  ]);
});

/** A reader who knows the words of every fact and nothing else. */
function readBack(sentence: string): readonly Circumstance[] {
  const spoken = sentence.replace(/^, where /, "").split("; or where ");
  return sentence === "" ? [{}] : spoken.map(readCircumstance);
}

function readCircumstance(words: string): Circumstance {
  const clauses = words.includes(", and where ") ? words.split(", and where ") : splitPlain(words);
  return Object.fromEntries(clauses.map(readFact));
}

/** Every clause there can be, longest first, is looked for at the front. */
function splitPlain(words: string): readonly string[] {
  const clause = [...CLAUSES.keys()].find((known) => words === known || words.startsWith(`${known} and `));
  if (clause === undefined || clause === words) {
    return [words];
  }
  return [clause, ...splitPlain(words.slice(clause.length + " and ".length))];
}

function readFact(words: string): readonly [Fact, readonly string[]] {
  const read = CLAUSES.get(words);
  if (read === undefined) {
    throw new Error(`a reader does not understand "${words}"`);
  }
  return read;
}

const CLAUSES: ReadonlyMap<string, readonly [Fact, readonly string[]]> = new Map(
  FACTS.flatMap((fact) =>
    everySubset([...FACT_VALUES[fact], UNKNOWN]).map(
      (values) => [factInWords(fact, values), [fact, values] as const] as const,
    ),
  ).toSorted(([one], [other]) => other.length - one.length),
);

function everySubset(values: readonly string[]): readonly (readonly string[])[] {
  const [first, ...rest] = values;
  const others = rest.length === 0 ? [[]] : [[], ...everySubset(rest), rest];
  const all = first === undefined ? [] : others.flatMap((subset) => [subset, [first, ...subset]]);
  return all.filter((subset) => subset.length > 0 && subset.length < values.length);
}

test("no two sets of values of any fact are told alike", () => {
  expect(CLAUSES.size).toBe(
    FACTS.map((fact) => 2 ** (FACT_VALUES[fact].length + 1) - 2).reduce((sum, subsets) => sum + subsets, 0),
  );
});

const someTuples = fc.uniqueArray(fc.constantFrom(...FACTS), { maxLength: 3 }).chain((facts) =>
  fc.record({
    facts: fc.constant(facts),
    tuples: fc.subarray(
      Array.from({ length: tupleCount(facts) }, (_, tuple) => tuple),
      { minLength: 1 },
    ),
  }),
);

test("a sentence says exactly the combinations of facts it was made of, and its reader finds them again", () => {
  fc.assert(
    fc.property(someTuples, ({ facts, tuples }) => {
      const understood = readBack(circumstancesInWords(circumstancesOf(facts, tuples)));

      const holding = Array.from({ length: tupleCount(facts) }, (_, tuple) => tuple).filter((tuple) =>
        isAmong(understood, tupleAt(facts, tuple)),
      );
      expect(holding).toEqual(tuples);
    }),
    { numRuns: 300 },
  );
});
