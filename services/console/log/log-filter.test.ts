import { expect, test } from "vitest";
import { faultsOf, NO_FILTER, queryOf, readFilter } from "./log-filter.ts";

const PERSON = "0f8fad5b-d9cb-469f-a165-70867728950e";

test("what was typed is what the hub is asked, the last day whole", () => {
  const filter = readFilter({
    person: ` ${PERSON.toUpperCase()} `,
    recipient: "iom-team",
    field: "iom.cohort",
    since: "1/11/2026",
    until: "21/11/2026",
  });

  expect(faultsOf(filter)).toEqual([]);
  expect(Object.fromEntries(queryOf(filter))).toEqual({
    person: PERSON,
    recipient: "iom-team",
    field: "iom.cohort",
    since: "2026-11-01T00:00:00Z",
    until: "2026-11-22T00:00:00Z",
  });
});

test("nothing typed asks for nothing", () => {
  expect(faultsOf(NO_FILTER)).toEqual([]);
  expect([...queryOf(NO_FILTER)]).toEqual([]);
});

test.each([
  [{ person: "Daniel Ashdown" }, "#person"],
  [{ since: "31/02/2026" }, "#since"],
  [{ until: "yesterday" }, "#until"],
  [{ since: "21/11/2026", until: "20/11/2026" }, "#since"],
])("%o leads to %s, and is not asked", (typed, href) => {
  expect(faultsOf({ ...NO_FILTER, ...typed }).map((fault) => fault.href)).toEqual([href]);
});
