import { describe, expect, test } from "vitest";
import { readEvents, SENTENCE, sampleProbation } from "./sample-probation.ts";

describe("other domain events", () => {
  const event = (eventType: string, additionalInformation: object = {}) => ({
    ...SENTENCE,
    eventType,
    additionalInformation,
    detailUrl: undefined,
  });

  test.each(["consideration", "management-oversight", "deleted"])(
    "prison-recall.recommendation.%s becomes nothing, and its detail is not asked",
    async (what) => {
      const asked: string[] = [];
      const reading = await readEvents(sampleProbation(asked), {
        ...SENTENCE,
        eventType: `prison-recall.recommendation.${what}`,
      });
      expect([reading.events, reading.problems, reading.accepted, asked]).toEqual([[], [], 1, []]);
    },
  );

  test.each([
    [
      event("probation-case.unmerge.completed", { reactivatedCRN: "X900019", unmergedCRN: "X900009" }),
      { sourceCrn: "X900019", targetCrn: "X900009" },
    ],
    [
      event("probation-case.registration.deregistered", {
        registerTypeCode: "IIOM",
        registrationId: "1",
        deregistrationDate: "Fri Jun 14 00:00:00 BST 2024",
      }),
      { registerTypeCode: "IIOM", registrationId: "1", deregistrationDate: "2024-06-14" },
    ],
    [event("risk-assessment.scores.ogrs.determined", { OGRS3Yr2: "61" }), { predictor: "ogrs", ogrs3TwoYear: 61 }],
    [event("probation-case.mappa-information.deleted"), { state: "removed" }],
    [event("create-and-vary-a-licence.licence.inactivated", { licenceId: "810001" }), { licenceId: "810001" }],
    [event("accommodation.cas3.person.arrived"), { at: "2026-11-12T17:05:00Z" }],
    [event("probation-case.address.updated", { addressId: "7" }), { addressId: "7" }],
  ])("%j", async (record, payload) => {
    const reading = await readEvents(sampleProbation(), record);
    expect(reading.problems).toEqual([]);
    expect(reading.events[0]?.data.additionalInformation).toEqual(payload);
  });

  test.each([
    ["an event nobody carries", event("probation-case.note.created"), "UNKNOWN_CODE"],
    ["a later version", { ...event("probation-case.mappa-information.deleted"), version: 2 }, "UNKNOWN_CODE"],
    [
      "no CRN",
      { ...event("probation-case.mappa-information.deleted"), personReference: null },
      "MISSING_REQUIRED_FIELD",
    ],
    [
      "a local time",
      { ...event("probation-case.mappa-information.deleted"), occurredAt: "2026-11-12T17:05:00" },
      "INVALID_DATE",
    ],
    [
      "a merge into itself",
      event("probation-case.merge.completed", { sourceCRN: "X900009", targetCRN: "X900009" }),
      "MALFORMED_RECORD",
    ],
    ["a prison number nobody has", event("probation-case.prison-identifier.added"), "MISSING_REQUIRED_FIELD"],
    ["a RSR band nobody knows", event("risk-assessment.scores.rsr.determined", { RSRBand: "X" }), "UNKNOWN_CODE"],
    ["a member that reaches the prototype", JSON.parse('{"__proto__":{"a":1}}'), "MALFORMED_RECORD"],
  ])("%s is refused", async (_name, record, code) => {
    const reading = await readEvents(sampleProbation(), record);
    expect(reading.problems.map(([line, found]) => [line, found])).toEqual([[1, code]]);
    expect(reading.events).toEqual([]);
  });
});
