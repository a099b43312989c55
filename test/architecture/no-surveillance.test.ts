import { expect, test } from "vitest";
import { sourceFiles } from "./source-files.ts";

const SURVEILLANCE = /surveil|covert|ripa|intercept|informant|\bchis\b|directedObservation|phoneTap|bugging/i;

test("neither the record nor any event has a place for surveillance data (F-35)", () => {
  const schemas = sourceFiles(".schema.json").filter(({ path }) => path.startsWith("schemas/"));
  const found = schemas.flatMap(({ path, text }) =>
    namesIn(JSON.parse(text))
      .filter((name) => SURVEILLANCE.test(name))
      .map((name) => `${path}: ${name}`),
  );

  expect(schemas.length).toBeGreaterThan(4);
  expect(found).toEqual([]);
});

test("the search would find such a place", () => {
  const planted = { properties: { police: { properties: { covertSurveillance: { type: "string" } } } } };

  expect(namesIn(planted).filter((name) => SURVEILLANCE.test(name))).toEqual(["covertSurveillance"]);
});

/** Names of properties and values of enums: all that a schema lets somebody say. */
function namesIn(node: unknown): readonly string[] {
  if (Array.isArray(node)) {
    return node.flatMap((item) => (typeof item === "string" ? [item] : namesIn(item)));
  }
  if (typeof node !== "object" || node === null) {
    return [];
  }
  return Object.entries(node).flatMap(([name, inner]) => [name, ...namesIn(inner)]);
}
