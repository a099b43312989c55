import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { FIELD_PATHS, type FieldPath } from "#schemas/generated/field-paths.ts";
import { validateRecordField } from "#schemas/validate.ts";
import { CATALOGUE } from "../catalogue.ts";
import { generaliserOf, isGeneralised } from "./generalise.ts";
import { inForm } from "./in-form.ts";

type Schema = {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: false | Schema;
  readonly items?: Schema;
};

const record: Schema = JSON.parse(
  readFileSync(new URL("../../schemas/records/offender-record.v1.schema.json", import.meta.url), "utf8"),
);

const isoDate = fc
  .date({ min: new Date("1930-01-01"), max: new Date("2026-11-20"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const SHARED: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  isoDate,
  utcInstant: isoDate.map((date) => `${date}T10:00:00Z`),
  postcode: fc.constantFrom("SO14 0ZZ", "PO1 0ZV", "SO22 0ZN"),
};

/** Values that the record schema accepts, made from the schema itself. */
function valuesOf(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) {
    const shared = SHARED[schema.$ref.split("/").at(-1) ?? ""];
    return shared ?? fc.constant(null);
  }
  if (schema.enum !== undefined) {
    return fc.constantFrom(...schema.enum);
  }
  return BY_TYPE[schema.type ?? ""]?.(schema) ?? fc.constant(null);
}

const BY_TYPE: Readonly<Record<string, (schema: Schema) => fc.Arbitrary<unknown>>> = {
  boolean: () => fc.boolean(),
  integer: ({ minimum = 0, maximum = 100 }) => fc.integer({ min: minimum, max: maximum }),
  number: ({ minimum = 0, maximum = 100 }) => fc.double({ min: minimum, max: maximum, noNaN: true }),
  string: ({ pattern, maxLength = 12 }) =>
    pattern === undefined
      ? fc.string({ minLength: 1, maxLength: Math.min(maxLength, 12) })
      : fc.stringMatching(new RegExp(pattern)),
  array: ({ items = {} }) => fc.array(valuesOf(items), { minLength: 1, maxLength: 6 }),
  object: ({ properties = {}, required = [], additionalProperties }) =>
    typeof additionalProperties === "object"
      ? fc.dictionary(fc.constantFrom("opiates", "cocaine"), valuesOf(additionalProperties), { minKeys: 1 })
      : fc.record(Object.fromEntries(Object.entries(properties).map(([key, inner]) => [key, valuesOf(inner)])), {
          requiredKeys: [...required],
          noNullPrototype: true,
        }),
};

function fieldSchema(field: FieldPath): Schema {
  const [group = "", name = ""] = field.split(".");
  return record.properties?.[group]?.properties?.[name] ?? {};
}

const now = new Date("2026-11-21T12:00:00Z");
const crypto = { hmacSha256: (_key: Uint8Array, data: Uint8Array) => data.slice(-16), pseudonymKey: new Uint8Array() };
const LADDERS = FIELD_PATHS.filter((field) => CATALOGUE[field].ladder.some(isGeneralised));

test.each(LADDERS)("%s: every form can be made of any value the schema accepts", (field) => {
  const values = valuesOf(fieldSchema(field));
  fc.assert(
    fc.property(values, (value) => {
      const items = CATALOGUE[field].list && Array.isArray(value) ? value : [value];
      expect(items.map((item) => validateRecordField(field, item).valid)).not.toContain(false);
      for (const form of CATALOGUE[field].ladder.slice(1)) {
        expect(inForm(value, form, { field, now, crypto }), form).not.toBeUndefined();
      }
    }),
    { numRuns: 60 },
  );
});

test.each(LADDERS)("%s: each form can be made of the next one up, so that a cap adds nothing", (field) => {
  const { ladder } = CATALOGUE[field];
  const generalised = ladder.filter(isGeneralised);
  fc.assert(
    fc.property(valuesOf(fieldSchema(field)), (value) => {
      for (const [at, form] of generalised.entries()) {
        const upper = generalised[at + 1];
        const above = upper === undefined ? value : generaliserOf(upper)?.of(value, { field, now });
        expect(generaliserOf(form)?.of(above, { field, now })).toEqual(generaliserOf(form)?.of(value, { field, now }));
      }
    }),
    { numRuns: 60 },
  );
});

test("whatever stands in a record, a form is made or withheld and never falls over", () => {
  fc.assert(
    fc.property(fc.constantFrom(...LADDERS), fc.anything(), (field, value) => {
      for (const form of CATALOGUE[field].ladder.slice(1)) {
        expect(() => inForm(value, form, { field, now, crypto })).not.toThrow();
      }
    }),
    { numRuns: 500 },
  );
});
