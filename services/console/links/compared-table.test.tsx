import { expect, test } from "vitest";
import { type ComparedPerson, ComparedTable, mayBeTwins } from "./compared-table.tsx";

const COMPARISON = {
  firstName: "similar",
  middleNames: "not-given",
  lastName: "same",
  dateOfBirth: "day-month-swapped",
  sex: "differs",
  postcode: "same",
  identifiers: "a word of a later hub",
} as unknown as ComparedPerson["candidate"]["comparison"];

function person(name: string, told: Readonly<Record<string, unknown>>, form = "full"): ComparedPerson {
  const fields = Object.fromEntries(Object.entries(told).map(([field, value]) => [field, { form, value }]));
  return {
    name,
    fields: fields as unknown as ComparedPerson["fields"],
    candidate: { personId: "00000000-0000-4000-8000-000000000000", comparison: COMPARISON, weight: 9 },
  };
}

const born = (lastName: string, dateOfBirth: string) => ({
  "identity.lastName": lastName,
  "identity.dateOfBirth": dateOfBirth,
});

test.each([
  ["brothers of one day", [person("A", born("Marsh", "1998-07-21")), person("B", born("MARSH", "1998-07-21"))], true],
  ["of two days", [person("A", born("Marsh", "1998-07-21")), person("B", born("Marsh", "1998-07-22"))], false],
  ["of two surnames", [person("A", born("Marsh", "1998-07-21")), person("B", born("Hallam", "1998-07-21"))], false],
  ["of whom it is not shared", [person("A", {}), person("B", {})], false],
  [
    "of whom only an age band is shared",
    [person("A", born("Marsh", "25-34"), "generalise"), person("B", born("Marsh", "25-34"), "generalise")],
    false,
  ],
])("people %s may be twins or not", (_who, people, may) => {
  expect(mayBeTwins(people)).toBe(may);
});

test("of an address only the post code is shown, and a sex as a word", () => {
  const address = {
    "housing.currentAddress": { lines: "8 Birch Court", postcode: "SO16 0ZX" },
    "identity.gender": "M",
  };
  const text = String(<ComparedTable people={[person("Dana Marsh", address)]} />);
  expect(text).toMatch(/Male.*>SO16 0ZX</s);
  expect(text).not.toContain("Birch");
});

test("each comparison stands in words beside what may be seen of the person; a word that is not known says nothing", () => {
  const text = String(<ComparedTable people={[person("Dana Marsh", born("Marsh", "1998-07-21"))]} />);
  expect(text).toMatch(/First name.*Not shared with you.*Agrees in part.*Speaks for it in part/s);
  expect(text).toMatch(/Last name.*Marsh.*Agrees.*Speaks for it/s);
  expect(text).toMatch(/Born.*21 July 1998.*day and month exchanged/s);
  expect(text).toMatch(/Sex.*Differs.*Speaks against it/s);
  expect(text).toMatch(/Police or probation number.*Cannot compare.*Says nothing/s);
  expect(text).toMatch(/Together.*Likely, not certain/s);
});
