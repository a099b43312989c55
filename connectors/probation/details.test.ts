import { describe, expect, test } from "vitest";
import { EXCLUSION, readAnswer, readEvents, SENTENCE, sampleProbation } from "./sample-probation.ts";

describe("details", () => {
  test.each([
    ["another host", "https://elsewhere.example/people/X900007/sentences/4"],
    ["plain http", "http://probation-api.example/people/X900007/sentences/4"],
    ["a host that only begins the same", "https://probation-api.example.evil.example/sentences/4"],
    ["credentials", "https://user:word@probation-api.example/sentences/4"],
    ["another port", "https://probation-api.example:8443/sentences/4"],
    ["the address of a metadata service", "https://169.254.169.254/sentences/4"],
    ["a file", "file:///etc/sentences/4"],
  ])("a detailUrl with %s is one clear error, and nothing is asked", async (_name, detailUrl) => {
    const asked: string[] = [];
    const reading = await readEvents(
      sampleProbation(asked),
      { ...SENTENCE, detailUrl },
      { ...SENTENCE, eventType: "tier.x" },
    );

    expect(reading.problems).toEqual([
      [1, "UNKNOWN_REFERENCE", "X900007"],
      [2, "UNKNOWN_CODE", "X900007"],
    ]);
    expect(asked).toEqual([]);
  });

  test("a detail that cannot be had rejects the event, which is asked to be sent again", async () => {
    const asked: string[] = [];
    const reading = await readEvents(sampleProbation(asked), SENTENCE);

    expect(reading.problems).toEqual([[1, "UNKNOWN_REFERENCE", "X900007"]]);
    expect(asked).toEqual([SENTENCE.detailUrl]);
  });

  test("a detail withheld with 403 lets the event go on without it", async () => {
    const agency = sampleProbation();
    await readAnswer(agency, SENTENCE.detailUrl, 403, { userMessage: "You are excluded from viewing this record." });
    const reading = await readEvents(agency, SENTENCE);

    expect(reading.problems).toEqual([]);
    expect(reading.events[0]?.data.additionalInformation).toEqual({ eventNumber: "4", detailWithheld: true });
  });

  test("an exclusion whose detail cannot be had shuts the record to everybody, with a warning", async () => {
    const reading = await readEvents(sampleProbation(), EXCLUSION);

    expect(reading.reported.map(({ problem }) => [problem.code, problem.kind])).toEqual([
      ["UNKNOWN_REFERENCE", "warning"],
    ]);
    expect(reading.events[0]?.data.additionalInformation).toEqual({ readable: false, excluded: [], restricted: [] });
  });

  test("an exclusion withheld with 403 shuts the record to everybody", async () => {
    const agency = sampleProbation();
    await readAnswer(agency, EXCLUSION.detailUrl, 403, {});
    const reading = await readEvents(agency, EXCLUSION);
    expect(reading.events[0]?.data.additionalInformation).toMatchObject({ readable: false });
  });

  test("an exclusion list that cannot be read as one is refused, not taken for empty", async () => {
    const agency = sampleProbation();
    const reading = await readAnswer(agency, EXCLUSION.detailUrl, 200, {
      crn: "X900007",
      excludedFrom: [{ name: "J" }],
    });
    expect(reading.problems.map(([, code]) => code)).toEqual(["MALFORMED_RECORD", "MALFORMED_RECORD"]);
  });

  test("the detail of another record is not taken for this one's", async () => {
    const agency = sampleProbation();
    const body = { crn: "X900008", type: "COMMUNITY_ORDER", date: "2026-01-20", requirements: [] };
    await readAnswer(agency, SENTENCE.detailUrl, 200, body);
    const reading = await readEvents(agency, SENTENCE);
    expect(reading.problems).toEqual([[1, "MALFORMED_RECORD", "X900007"]]);
  });

  test("an event that needs a detail and names none is told so", async () => {
    const { detailUrl: _, ...without } = SENTENCE;
    const reading = await readEvents(sampleProbation(), without);
    expect(reading.problems).toEqual([[1, "MISSING_REQUIRED_FIELD", "X900007"]]);
  });
});
