import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { CATALOGUE } from "./generated/catalogue.ts";
import { FIELD_PATHS } from "./generated/field-paths.ts";
import * as vocabulary from "./vocabulary.ts";

const { $defs } = JSON.parse(readFileSync(new URL("./vocabulary.v1.schema.json", import.meta.url), "utf8"));

test.each([
  ["agencyType", vocabulary.AGENCY_TYPES],
  ["purpose", vocabulary.PURPOSES],
  ["sensitivity", vocabulary.SENSITIVITY_CLASSES],
  ["personFact", vocabulary.PERSON_FACTS],
  ["cellFact", vocabulary.CELL_FACTS],
])("%s is the same list in the schema and in the code", (name, list) => {
  expect($defs[name].enum).toEqual(list);
});

test("the values of every fact are the same in the schema and in the code", () => {
  const inSchema = Object.fromEntries(
    Object.entries<{ enum: readonly string[] }>($defs.factValues.properties).map(([fact, { enum: values }]) => [
      fact,
      values,
    ]),
  );
  expect(inSchema).toEqual(vocabulary.FACT_VALUES);
});

test("the agreement schema knows the same purposes and classes", () => {
  const agreement = new URL("./agreements/sharing-agreement.v1.schema.json", import.meta.url);
  const { $defs: defs } = JSON.parse(readFileSync(agreement, "utf8"));
  expect(defs.purpose.enum).toEqual(vocabulary.PURPOSES);
  expect(defs.sensitivity.enum).toEqual(vocabulary.SENSITIVITY_CLASSES);
});

test("every field path and every rung of every ladder is spelt as the vocabulary says", () => {
  const path = new RegExp($defs.fieldPath.pattern);
  const form = new RegExp($defs.releaseForm.pattern);
  expect(FIELD_PATHS.filter((field) => !path.test(field))).toEqual([]);
  expect(Object.values(CATALOGUE).flatMap(({ ladder }) => ladder.filter((rung) => !form.test(rung)))).toEqual([]);
});
