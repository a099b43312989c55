import { beforeAll, describe, expect, test } from "vitest";
import type { AgencyEvent } from "#schemas/agency-event.ts";
import { type SampleReading, sampleAgency } from "../sample-agency.ts";
import { housingConnector } from "./connector.ts";
import { TENANCY_COLUMNS } from "./tenancies.ts";

describe("the sample list", () => {
  let read: SampleReading;
  beforeAll(async () => {
    read = await sampleAgency(housingConnector, "solent-housing").sample("tenancies-20261121.csv");
  });

  test("each bad row is set aside at its line", () => {
    expect(read.problems).toEqual([
      [13, "DATE_ORDER", "TEN-48121"],
      [14, "INVALID_IDENTIFIER_FORMAT", "TEN-48122"],
      [15, "UNKNOWN_CODE", "TEN-48123"],
    ]);
    expect([read.rows, read.accepted]).toEqual([14, 11]);
  });

  test("Kyle has notice served, so nine weeks of arrears and eighteen months at one address are not settled", () => {
    expect(saidOf(read, "TEN-48102")).toEqual([
      [
        "housing.tenancy.started",
        "2025-04-13T23:00:00Z",
        {
          tenancyRef: "TEN-48102",
          accommodationType: "social",
          start: "2025-04-14",
          address: { lines: ["17 Alder Walk"], postcode: "SO15 0ZY", uprn: "999000000102" },
        },
      ],
      ["housing.notice.served", "2026-11-02T00:00:00Z", { tenancyRef: "TEN-48102", type: "S8", date: "2026-11-02" }],
      [
        "housing.accommodation.changed",
        "2026-11-21T00:00:00Z",
        {
          tenancyRef: "TEN-48102",
          accommodationType: "social",
          accommodationStable: { stable: false, since: "2025-04-14" },
          tenancyStart: "2025-04-14",
          address: { lines: ["17 Alder Walk"], postcode: "SO15 0ZY", uprn: "999000000102" },
          notice: { type: "S8", date: "2026-11-02" },
        },
      ],
      ["housing.arrears.changed", "2026-11-21T00:00:00Z", { tenancyRef: "TEN-48102", band: "over8Weeks" }],
    ]);
  });

  test("Mohammed's tenancy has its last day set and not yet come", () => {
    const stands = saidOf(read, "TEN-48107").find(([type]) => type === "housing.accommodation.changed");
    expect(stands?.[2]).toMatchObject({ tenancyEnd: "2026-11-30", accommodationStable: { stable: false } });
    expect(saidOf(read, "TEN-48107").map(([type]) => type)).not.toContain("housing.tenancy.ended");
  });

  test("the twins are joint tenants: one reference, two local ids, and neither says a name", () => {
    const twins = read.events.filter(({ data }) => data.sourceRecordRef.startsWith("TEN-48103/"));
    const ids = [...new Set(twins.map(({ data }) => data.sourceRecordRef))];
    expect(ids).toHaveLength(2);
    expect(ids).toEqual([expect.stringMatching(/^TEN-48103\/[0-9a-f]{16}$/), expect.stringMatching(/^TEN-48103\//)]);
    expect(twins.map((event) => firstIdentifier(event))).toEqual(twins.map(({ data }) => data.sourceRecordRef));
  });

  test("Liam moved in 26 days ago and is not settled yet; his brother is", () => {
    const stands = read.events
      .filter(
        ({ type, data }) => type === "housing.accommodation.changed" && data.sourceRecordRef.startsWith("TEN-48103"),
      )
      .map(({ data }) => [data.personReference?.firstName, data.additionalInformation["accommodationStable"]]);
    expect(stands).toEqual([
      ["Liam", { stable: false, since: "2026-10-26" }],
      ["Luke", { stable: true, since: "2024-02-01" }],
    ]);
  });

  test("Daniel is known by the name on his tenancy, and his case is open", () => {
    const person = read.events.find(({ data }) => data.sourceRecordRef.startsWith("TEN-48101"))?.data.personReference;
    expect(person).toEqual({
      identifiers: [{ type: "LOCAL", value: expect.stringMatching(/^TEN-48101\//), valid: true }],
      firstName: "Daniel",
      lastName: "Ashton",
      dateOfBirth: "1989-04-12",
      postcode: "SO14 0ZZ",
    });
    expect(saidOf(read, "TEN-48101").at(-1)).toEqual([
      "housing.asb-case.opened",
      "2026-11-21T00:00:00Z",
      { ref: "ASB-1177" },
    ]);
  });

  test("a National Insurance number is looked at and goes nowhere", () => {
    expect(JSON.stringify(read.events)).not.toContain("QQ9");
  });
});

test("outside demonstrations a number beginning with QQ is refused, and the row is let in, marked", async () => {
  const production = sampleAgency(housingConnector, "solent-housing", { acceptTestIdentifiers: false });
  const read = await production.file("tenancies-20261121.csv", list({ NI_NO: "QQ900001A" }));
  expect(read.problems).toEqual([[2, "INVALID_IDENTIFIER_FORMAT", "TEN-1"]]);
  expect([read.accepted, read.warnings, read.errors]).toEqual([1, 1, 0]);
});

test.each(["AB123456C", " ab 12 34 56 c "])("National Insurance number %s is in order", async (number) => {
  expect((await readList({ NI_NO: number })).problems).toEqual([]);
});

test.each([
  ["0", "none"],
  ["0.5", "under4Weeks"],
  ["3", "under4Weeks"],
  ["4", "4To8Weeks"],
  ["8", "4To8Weeks"],
  ["9", "over8Weeks"],
])("%s weeks of arrears are %s", async (weeks, band) => {
  const read = await readList({ ARREARS_WEEKS: weeks });
  expect(read.events.find(({ type }) => type === "housing.arrears.changed")?.data.additionalInformation).toEqual({
    tenancyRef: "TEN-1",
    band,
  });
});

test.each([
  ["24/10/2026", true],
  ["25/10/2026", false],
])("28 days at the address settle it: since %s, %s", async (start, stable) => {
  const read = await readList({ START_DATE: start });
  const stands = read.events.find(({ type }) => type === "housing.accommodation.changed");
  expect(stands?.data.additionalInformation["accommodationStable"]).toMatchObject({ stable });
});

test("a tenancy that is over says so, and nothing of how things stand", async () => {
  const read = await readList({ END_DATE: "20/11/2026", ARREARS_WEEKS: "" });
  expect(read.events.map(({ type }) => type)).toEqual(["housing.tenancy.started", "housing.tenancy.ended"]);
});

test("a tenancy that has not begun says nothing yet", async () => {
  expect((await readList({ START_DATE: "22/11/2026" })).events).toEqual([]);
});

test("a case that is closed says so", async () => {
  const read = await readList({ ASB_REF: "ASB-1", ASB_STATUS: "CLOSED" });
  expect(read.events.map(({ type }) => type)).toContain("housing.asb-case.closed");
});

test.each([
  ["no reference", { TENANCY_REF: "" }, "MISSING_REQUIRED_FIELD"],
  ["no surname", { TENANT_SURNAME: " " }, "MISSING_REQUIRED_FIELD"],
  ["no date of birth", { DOB: "" }, "MISSING_REQUIRED_FIELD"],
  ["a date in another order", { START_DATE: "2026-09-07" }, "INVALID_DATE"],
  ["no tenure", { TENURE: "" }, "MISSING_REQUIRED_FIELD"],
  ["arrears below nothing", { ARREARS_WEEKS: "-1" }, "OUT_OF_RANGE"],
  ["a property number of noughts", { UPRN: "000" }, "INVALID_IDENTIFIER_FORMAT"],
  ["a property number of thirteen digits", { UPRN: "1234567890123" }, "INVALID_IDENTIFIER_FORMAT"],
  ["a notice without its day", { NOTICE_TYPE: "S21" }, "MISSING_REQUIRED_FIELD"],
  ["a day without its notice", { NOTICE_DATE: "01/11/2026" }, "MISSING_REQUIRED_FIELD"],
  ["an unknown notice", { NOTICE_TYPE: "S99", NOTICE_DATE: "01/11/2026" }, "UNKNOWN_CODE"],
  ["a case without a stage", { ASB_REF: "ASB-1" }, "MISSING_REQUIRED_FIELD"],
  ["an unknown stage", { ASB_REF: "ASB-1", ASB_STATUS: "BREWING" }, "UNKNOWN_CODE"],
])("a row with %s is set aside", async (_what, change, code) => {
  const read = await readList(change);
  expect(read.problems.map(([, found]) => found)).toEqual([code]);
  expect(read.events).toEqual([]);
});

test("a postcode that cannot be one leaves the address out, and lets the row in", async () => {
  const read = await readList({ POSTCODE: "SOUTHAMPTON" });
  expect([read.problems.map(([, code]) => code), read.accepted]).toEqual([["INVALID_IDENTIFIER_FORMAT"], 1]);
  expect(JSON.stringify(read.events)).not.toContain("Harbour");
});

test("the same tenant of the same tenancy twice, told differently, is one too many", async () => {
  const agency = sampleAgency(housingConnector, "solent-housing");
  const read = await agency.file("tenancies-20261121.csv", `${list({})}${row({ TENURE: "PRS" })}${row({})}`);
  expect(read.problems).toEqual([[3, "DUPLICATE_RECORD", "TEN-1"]]);
});

const ROW: Readonly<Record<string, string>> = {
  TENANCY_REF: "TEN-1",
  TENANT_SURNAME: "Marsh",
  TENANT_FORENAME: "Dana",
  DOB: "12/04/1989",
  START_DATE: "07/09/2026",
  TENURE: "SOCIAL",
  ADDRESS: "Room 4; Harbour House",
  POSTCODE: "so14 0zz",
};

async function readList(change: Readonly<Record<string, string>>): Promise<SampleReading> {
  return sampleAgency(housingConnector, "solent-housing").file("tenancies-20261121.csv", list(change));
}

function list(change: Readonly<Record<string, string>>): string {
  return `${TENANCY_COLUMNS.join(",")}\n${row(change)}`;
}

function row(change: Readonly<Record<string, string>>): string {
  return `${TENANCY_COLUMNS.map((name) => ({ ...ROW, ...change })[name] ?? "").join(",")}\n`;
}

function saidOf(read: SampleReading, tenancyRef: string) {
  return read.events
    .filter(({ data }) => data.sourceRecordRef.startsWith(`${tenancyRef}/`))
    .map(({ type, time, data }) => [type, time, data.additionalInformation] as const);
}

function firstIdentifier(event: AgencyEvent): string | undefined {
  return event.data.personReference?.identifiers[0]?.value;
}
