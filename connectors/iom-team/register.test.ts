import { beforeAll, describe, expect, test } from "vitest";
import { type SampleReading, sampleAgency } from "../sample-agency.ts";
import { iomTeamConnector } from "./connector.ts";
import { REGISTER_HEADER } from "./register.ts";

describe("the sample register", () => {
  let read: SampleReading;
  beforeAll(async () => {
    read = await sampleAgency(iomTeamConnector, "iom-team").sample("register-20261121.csv");
  });

  test("the bad rows, and no others, are reported with their codes", () => {
    expect(read.problems).toEqual([
      [14, "UNKNOWN_CODE", "X900099"],
      [15, "INVALID_DATE", "X900012"],
    ]);
    expect([read.rows, read.accepted]).toEqual([14, 12]);
  });

  test("Daniel is on the scheme as the spreadsheet says", () => {
    expect(read.events[0]).toMatchObject({
      type: "iom-team.registration.imported",
      time: "2026-11-10T00:00:00Z",
      data: {
        sourceRecordRef: "X900001",
        personReference: {
          identifiers: [
            { type: "PNC", value: "2007/9001234F", valid: true },
            { type: "CRN", value: "X900001", valid: true },
          ],
          firstName: "Daniel",
          lastName: "Ashdown",
          dateOfBirth: "1989-04-12",
        },
        additionalInformation: {
          cohort: "fixed",
          statutory: true,
          lifecycleState: "active",
          registeredOn: "2026-09-08",
          ragStatus: "amber",
          ragSetAt: "2026-11-10T00:00:00Z",
          leadAgencyId: "hampshire-police",
          leadOfficerRef: "HC4471",
        },
      },
    });
  });

  test("Tyler has no colour yet, and Jade has been green since August", () => {
    const saidOf = (crn: string) =>
      read.events.find(({ data }) => data.sourceRecordRef === crn)?.data.additionalInformation;
    expect(saidOf("X900005")).not.toHaveProperty("ragStatus");
    expect(saidOf("X900008")).toMatchObject({
      ragStatus: "green",
      greenSince: "2026-08-14",
      exitPlan: "implemented",
    });
  });

  test("Siân keeps her accent", () => {
    expect(read.events.at(-1)?.data.personReference?.firstName).toBe("Siân");
  });
});

describe("rows of a register", () => {
  const CELLS = {
    PNC: "",
    CRN: "X900001",
    SURNAME: "Marsh",
    FORENAME: "Dana",
    DOB: "12/04/1989",
    COHORT: "fixed",
    STATUTORY: "Y",
    STATE: "active",
    REGISTERED_ON: "08/09/2026",
    RAG: "",
    RAG_SET_ON: "",
    GREEN_SINCE: "",
    EXIT_PLAN: "",
    LEAD_AGENCY: "",
    LEAD_OFFICER_REF: "",
  };
  const read = (...rows: Partial<typeof CELLS>[]) =>
    sampleAgency(iomTeamConnector, "iom-team").file(
      "register-1.csv",
      `${REGISTER_HEADER}\n${rows.map((changes) => Object.values({ ...CELLS, ...changes })).join("\n")}\n`,
    );

  test.each([
    ["no identifier", { CRN: "" }, "MISSING_REQUIRED_FIELD"],
    ["a CRN of five digits", { CRN: "X90012" }, "INVALID_IDENTIFIER_FORMAT"],
    ["no date of birth", { DOB: "" }, "MISSING_REQUIRED_FIELD"],
    ["a state nobody knows", { STATE: "paused" }, "UNKNOWN_CODE"],
    ["a colour nobody knows", { RAG: "blue", RAG_SET_ON: "10/11/2026" }, "UNKNOWN_CODE"],
    ["a colour without its day", { RAG: "red" }, "MISSING_REQUIRED_FIELD"],
    ["statutory in words", { STATUTORY: "maybe" }, "UNKNOWN_CODE"],
    ["a lead agency that is none", { LEAD_AGENCY: "The Police" }, "UNKNOWN_CODE"],
  ])("%s is refused", async (_name, changes, code) => {
    const reading = await read(changes);
    expect(reading.problems.map(([line, found]) => [line, found])).toEqual([[2, code]]);
    expect(reading.events).toEqual([]);
  });

  test("one person twice with different content is an error", async () => {
    const reading = await read({}, { COHORT: "flex" });
    expect(reading.problems).toEqual([[3, "DUPLICATE_RECORD", "X900001"]]);
  });

  test("a line is dated by its latest decision", async () => {
    const reading = await read({}, { CRN: "X900002", RAG: "red", RAG_SET_ON: "17/11/2026" });
    expect(reading.events.map(({ time }) => time)).toEqual(["2026-09-07T23:00:00Z", "2026-11-17T00:00:00Z"]);
  });
});
