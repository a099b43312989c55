import { describe, expect, test } from "vitest";
import { probationEvents } from "./probation.ts";
import { eventSaying, recordAfter } from "./record-after.ts";

const changesOf = (event: ReturnType<typeof eventSaying>) => probationEvents[event.type]?.(event) ?? [];

describe("registers", () => {
  const registration = (registerTypeCode: string) =>
    eventSaying({
      type: "probation.register.added",
      time: "2026-09-08T08:12:44Z",
      says: { registerTypeCode, registrationId: "2510001", registrationDate: "2026-09-08" },
    });

  test("the IOM register is a registration, not a risk", () => {
    expect(recordAfter(probationEvents, registration("IIOM")).values).toEqual({
      "probation.iomRegistration": { registrationId: "2510001", start: "2026-09-08" },
    });
  });

  test.each([
    ["RCCO", "child-protection"],
    ["RCPR", "child-protection"],
    ["WEAP", "other"],
  ])("register %s is a risk of category %s", (code, category) => {
    expect(changesOf(registration(code))).toEqual([
      {
        kind: "put-item",
        field: "probation.dynamicRisks",
        itemKey: "2510001",
        value: { code, since: "2026-09-08" },
        asOf: "2026-09-08T08:12:44Z",
        itemFacts: { "risk-category": category },
      },
    ]);
  });

  test("a register of serious harm sets the level", () => {
    expect(recordAfter(probationEvents, registration("RHRH")).values).toMatchObject({
      "probation.roshLevel": { level: "high" },
    });
  });

  test("what is taken off a register is gone", () => {
    const off = eventSaying({
      type: "probation.register.deregistered",
      time: "2026-10-01T00:00:00Z",
      says: { registerTypeCode: "WEAP", registrationId: "2510001", deregistrationDate: "2026-10-01" },
    });
    expect(recordAfter(probationEvents, registration("WEAP"), off).values).toEqual({});
  });
});
