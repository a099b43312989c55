import { describe, expect, test } from "vitest";
import { TEST_SCHEME } from "#test/made-up-events.ts";
import { publishedDocument, readableRestriction } from "./published-document.ts";
import type { Cell, HeldRestriction, RecordState } from "./record-state.ts";

const AT = "2026-11-21T12:00:00.000Z";

describe("a restriction keeps everybody out when", () => {
  test.each([
    ["an excluded person is no officer of the scheme", restriction(["nobody@police.example"], [])],
    ["a permitted one is not", restriction(["j.marsh@probation.example"], ["nobody@police.example"])],
    ["an entry is empty", restriction([""], [])],
  ])("%s", (_, held) => {
    expect(readableRestriction(held, TEST_SCHEME)).toBe("unreadable");
  });
});

test("a restriction that names officers and agencies of the scheme is published as it is", () => {
  const held = restriction(["j.marsh@probation.example"], ["solent-probation"]);
  expect(readableRestriction(held, TEST_SCHEME)).toEqual({
    excluded: ["j.marsh@probation.example"],
    restricted: ["solent-probation"],
  });
});

test("no restriction, or one that names nobody, keeps nobody out", () => {
  expect(readableRestriction(null, TEST_SCHEME)).toBeNull();
  expect(readableRestriction(restriction([], []), TEST_SCHEME)).toBeNull();
});

test("a document holds the values that stand, told apart by originator and item, and nothing that was taken away", () => {
  const state: RecordState = {
    personId: "p",
    version: 3,
    cells: [
      cell({ itemKey: "WEAP", value: { code: "WEAP" }, asOf: "2026-11-20T00:00:00.000Z" }),
      cell({ itemKey: "RCCO", value: { code: "RCCO" }, itemFacts: { "risk-category": "child-protection" } }),
      cell({ itemKey: "STRG", kind: "removed" }),
      cell({ itemKey: "", kind: "clear" }),
    ],
    identifiers: [],
    consents: [],
    restriction: null,
  };
  const { values, consents, accessRestriction, hubStop } = publishedDocument(state, TEST_SCHEME);
  expect(values).toEqual({
    "probation.dynamicRisks": [
      { originator: "solent-probation", value: { code: "WEAP" }, asOf: "2026-11-20T00:00:00.000Z", itemKey: "WEAP" },
      {
        originator: "solent-probation",
        value: { code: "RCCO" },
        asOf: AT,
        itemKey: "RCCO",
        itemFacts: { "risk-category": "child-protection" },
      },
    ],
  });
  expect({ consents, accessRestriction, hubStop }).toEqual({ consents: [], accessRestriction: null, hubStop: null });
});

function restriction(excluded: readonly string[], restricted: readonly string[]): HeldRestriction {
  return { setBy: "solent-probation", excluded, restricted, asOf: AT, recordedTime: AT };
}

function cell(change: Partial<Cell>): Cell {
  return {
    kind: "value",
    field: "probation.dynamicRisks",
    originator: "solent-probation",
    itemKey: "",
    value: null,
    asOf: AT,
    recordedTime: AT,
    itemFacts: null,
    itemOwner: null,
    evidence: null,
    eventId: "e",
    ...change,
  };
}
