import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyChanges, restrictsTheSame } from "./apply-changes.ts";
import type { RecordChange } from "./record-change.ts";
import type { RecordState } from "./record-state.ts";

const EMPTY: RecordState = { personId: "p", version: 0, cells: [], identifiers: [], consents: [], restriction: null };
const NOON = "2026-11-21T12:00:00Z";

describe("a statement changes nothing when", () => {
  test("it is older than the value held from the same originator", () => {
    const held = apply(EMPTY, [set("probation.tier", "B", "2026-11-02T00:00:00Z")]);
    const older = apply(held.state, [set("probation.tier", "A", "2026-11-01T00:00:00Z")]);
    expect(valuesOf(older.state)).toEqual([["probation.tier", "town-probation", "", "B"]]);
    expect(older.changedFields.size).toBe(0);
    expect(older.statements).toHaveLength(1);
  });

  test("it repeats the value held, even at a later date", () => {
    const held = apply(EMPTY, [set("probation.rsr", { score: 6.2, band: "M" }, "2026-11-02T00:00:00Z")]);
    const again = apply(held.state, [set("probation.rsr", { band: "M", score: 6.2 }, "2026-11-03T00:00:00Z")]);
    expect(again.changedFields.size).toBe(0);
  });

  test("it takes away what is not there", () => {
    const removed = apply(EMPTY, [remove("2510001", NOON)]);
    expect(removed.changedFields.size).toBe(0);
    expect(apply(EMPTY, [clear("", NOON)]).changedFields.size).toBe(0);
  });

  test("the item was taken away later", () => {
    const removed = apply(EMPTY, [remove("2510001", "2026-11-02T00:00:00Z")]);
    const late = apply(removed.state, [put("2510001", "RCCO", "2026-11-01T00:00:00Z")]);
    expect(valuesOf(late.state)).toEqual([]);
  });

  test("the whole list was cleared later", () => {
    const cleared = apply(EMPTY, [clear("licence-1/", "2026-11-02T00:00:00Z")]);
    const late = apply(cleared.state, [
      put("licence-1/a", "one", "2026-11-01T00:00:00Z"),
      put("licence-2/a", "two", "2026-11-01T00:00:00Z"),
    ]);
    expect(valuesOf(late.state).map(([, , key]) => key)).toEqual(["licence-2/a"]);
  });
});

test("values of different originators stand beside each other", () => {
  const one = apply(EMPTY, [set("identity.firstName", "Siân", NOON)]);
  const both = apply(one.state, [set("identity.firstName", "Sian", NOON)], "town-police");
  expect(valuesOf(both.state)).toHaveLength(2);
});

test("a correction of the same date stands when it was recorded later or arrives later", () => {
  const held = apply(EMPTY, [set("probation.tier", "B", NOON)]);
  expect(valuesOf(apply(held.state, [set("probation.tier", "C", NOON)]).state)[0]?.[3]).toBe("C");
});

test("a list that is cleared and filled in one event holds what it was filled with", () => {
  const first = apply(EMPTY, [clear("l1/", NOON), put("l1/a", "one", NOON), put("l1/b", "two", NOON)]);
  const second = apply(first.state, [clear("l1/", NOON), put("l1/b", "two", NOON)]);
  expect(valuesOf(second.state).map(([, , key]) => key)).toEqual(["l1/b"]);
});

describe("a consent", () => {
  const consent = {
    consentId: "CN-7001",
    state: "given",
    fields: ["treatment.engagement"],
    recipients: ["town-police"],
    purposes: ["iom-case-management"],
    validFrom: "2026-06-08T00:00:00Z",
    expiresAt: null,
    withdrawnAt: null,
  } as const;
  const withdrawnAt = "2026-11-18T14:25:00Z";

  test("stays withdrawn when an older file is sent again", () => {
    const given = apply(EMPTY, [{ kind: "consent", consent }]);
    expect(given.withdrawn).toEqual([]);
    const withdrawn = apply(given.state, [{ kind: "consent", consent: { ...consent, withdrawnAt } }]);
    expect(withdrawn.withdrawn.map(({ consentId }) => consentId)).toEqual(["CN-7001"]);
    const again = apply(withdrawn.state, [{ kind: "consent", consent }]);
    expect(again.state.consents[0]?.consent.withdrawnAt).toBe(withdrawnAt);
    expect(again.withdrawn).toEqual([]);
  });

  test("of one drug service does not stand for that of another", () => {
    const two = apply(apply(EMPTY, [{ kind: "consent", consent }], "one").state, [{ kind: "consent", consent }], "two");
    expect(two.state.consents.map((held) => held.consent.takenBy)).toEqual(["one", "two"]);
  });
});

test("a restriction is kept in lower case, and an older one changes nothing", () => {
  const set = apply(EMPTY, [restrict(["J.Marsh@Probation.example "], NOON)]);
  expect(set.restriction).toMatchObject({ excluded: ["j.marsh@probation.example"], setBy: "town-probation" });
  const older = apply(set.state, [restrict([], "2026-11-01T00:00:00Z")]);
  expect(older.restriction).toBeNull();
  expect(older.state.restriction?.excluded).toEqual(["j.marsh@probation.example"]);
});

test("lifting a restriction that keeps nobody out restricts the same", () => {
  const lifted = apply(EMPTY, [restrict([], NOON)]).restriction;
  expect(restrictsTheSame(lifted, null)).toBe(true);
});

test("the same statements in any order give the same record", () => {
  const statement = fc.record({
    kind: fc.constantFrom("put", "remove", "clear", "set"),
    key: fc.constantFrom("a/1", "a/2", "b/1"),
    value: fc.integer({ min: 0, max: 3 }),
  });
  const inSomeOrder = fc.array(statement, { maxLength: 12 }).chain((drawn) =>
    fc.tuple(
      fc.constant(drawn),
      fc.shuffledSubarray(
        drawn.map((_, index) => index),
        { minLength: drawn.length },
      ),
    ),
  );
  fc.assert(
    fc.property(inSomeOrder, ([drawn, order]) => {
      const events = drawn.map((one, index) =>
        changeOf(one, `2026-11-${String(index + 1).padStart(2, "0")}T00:00:00Z`),
      );
      const replay = (indexes: readonly number[]): RecordState =>
        indexes.reduce((state, index) => apply(state, [events[index] ?? clear("", NOON)]).state, EMPTY);
      expect(valuesOf(replay(order))).toEqual(valuesOf(replay(drawn.map((_, index) => index))));
    }),
  );
});

function apply(state: RecordState, changes: readonly RecordChange[], agencyId = "town-probation") {
  return applyChanges(state, changes, { agencyId, eventId: "e-1", eventTime: NOON, recordedTime: NOON });
}

function valuesOf(state: RecordState) {
  return state.cells
    .filter(({ kind }) => kind === "value")
    .map(({ field, originator, itemKey, value }) => [field, originator, itemKey, value] as const)
    .sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
}

function set(
  field: "probation.tier" | "probation.rsr" | "identity.firstName",
  value: unknown,
  asOf: string,
): RecordChange {
  return { kind: "set", field, value, asOf };
}

function put(itemKey: string, value: unknown, asOf: string): RecordChange {
  return { kind: "put-item", field: "probation.dynamicRisks", itemKey, value, asOf };
}

function remove(itemKey: string, asOf: string): RecordChange {
  return { kind: "remove-item", field: "probation.dynamicRisks", itemKey, asOf };
}

function clear(itemKeyPrefix: string, asOf: string): RecordChange {
  return { kind: "clear", field: "probation.dynamicRisks", asOf, itemKeyPrefix };
}

function restrict(excluded: readonly string[], asOf: string): RecordChange {
  return { kind: "restrict-access", excluded, restricted: [], asOf };
}

function changeOf({ kind, key, value }: { kind: string; key: string; value: number }, asOf: string): RecordChange {
  if (kind === "put") {
    return put(key, value, asOf);
  }
  if (kind === "remove") {
    return remove(key, asOf);
  }
  return kind === "clear" ? clear(key.slice(0, 2), asOf) : set("probation.tier", value, asOf);
}
