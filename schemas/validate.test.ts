import { describe, expect, test } from "vitest";
import { validateAgreement, validateEvent, validateRecordField } from "./validate.ts";

const VIOLATION = {
  specversion: "1.0",
  id: "tag-orders-00000001",
  source: "/agencies/em-provider/tag-orders",
  type: "electronic-monitoring.violation.recorded",
  time: "2026-11-20T10:00:00Z",
  datacontenttype: "application/json",
  dataschema: "/schemas/electronic-monitoring.violation.recorded/1",
  agencyid: "em-provider",
  recordedtime: "2026-11-20T10:00:05Z",
  gscmarking: "OFFICIAL-SENSITIVE",
  data: {
    version: 1,
    sourceRecordRef: "EMS-700101",
    personReference: { identifiers: [{ type: "NOMS", value: "A9001AA", valid: true }] },
    dataSubjectCategory: "convicted",
    assertion: "fact",
    additionalInformation: {
      emsId: "EMS-700101",
      breachDetails: "Left the area",
      breachDateTime: "2026-11-20T10:00:00Z",
    },
  },
};

function problemsOf(event: unknown): readonly string[] {
  const outcome = validateEvent(event);
  return outcome.valid ? [] : outcome.problems.map((problem) => problem.pointer);
}

describe("validateEvent", () => {
  test("accepts an event whose envelope and payload meet their schemas", () => {
    expect(validateEvent(VIOLATION)).toMatchObject({ valid: true });
  });

  test.each([
    ["a member the envelope does not know", { ...VIOLATION, extra: 1 }, ""],
    ["an instant that is not UTC", { ...VIOLATION, time: "2026-11-20T10:00:00+01:00" }, "/time"],
    ["a type that the hub does not carry", { ...VIOLATION, type: "police.surveillance.recorded" }, "/type"],
    ["a source of another agency", { ...VIOLATION, source: "/agencies/solent-yot/tag-orders" }, "/source"],
    ["the schema of another type", { ...VIOLATION, dataschema: "/schemas/police.arrest.recorded/1" }, "/dataschema"],
    [
      "a payload of another type",
      { ...VIOLATION, data: { ...VIOLATION.data, additionalInformation: { pncId: 1 } } },
      "/data/additionalInformation",
    ],
  ])("refuses %s", (_, event, pointer) => {
    expect(problemsOf(event)).toContain(pointer);
  });

  test.each(["__proto__", "constructor", "prototype"])("refuses a member called %s, however deep", (name) => {
    const payload: unknown = JSON.parse(`{"breachDetails":"x","nested":[{"${name}":{"admin":true}}]}`);

    const outcome = validateEvent({ ...VIOLATION, data: { ...VIOLATION.data, additionalInformation: payload } });

    expect(outcome).toEqual({
      valid: false,
      problems: [
        {
          pointer: "/data/additionalInformation/nested/0",
          message: "holds a forbidden member or nests too deeply",
        },
      ],
    });
  });

  test("never quotes a value in a message", () => {
    const outcome = validateEvent({
      ...VIOLATION,
      agencyid: "Dana Marsh",
      gscmarking: "Dana Marsh",
      time: "Dana Marsh",
    });

    expect(outcome.valid).toBe(false);
    expect(JSON.stringify(outcome)).not.toContain("Dana");
  });
});

describe("validateRecordField", () => {
  test("accepts one item of a list field", () => {
    expect(validateRecordField("police.offendingHistory", { hoCode: "028/01", date: "2026-01-30" }).valid).toBe(true);
  });

  test("refuses the whole list where one item is held", () => {
    expect(validateRecordField("police.offendingHistory", [{ hoCode: "028/01", date: "2026-01-30" }])).toEqual({
      valid: false,
      problems: [{ pointer: "", message: "must be object" }],
    });
  });

  test("points into the value, not into the record", () => {
    expect(validateRecordField("probation.mappa", { category: 9, level: 1 })).toEqual({
      valid: false,
      problems: [{ pointer: "/category", message: "must be <= 4" }],
    });
  });
});

describe("validateAgreement", () => {
  test("refuses a document that is no agreement, naming what is missing", () => {
    const outcome = validateAgreement({ kind: "InformationSharingAgreement" });

    expect(outcome.valid).toBe(false);
    expect(JSON.stringify(outcome)).toContain("must have required property 'rules'");
  });
});
