import { describe, expect, test } from "vitest";
import { type SampleReading, sampleAgency } from "../sample-agency.ts";
import { CLIENT_COLUMNS } from "./client-list.ts";
import { drugServicesConnector } from "./connector.ts";
import { CONSENT_COLUMNS } from "./consents.ts";
import { NDTMS_COLUMNS } from "./ndtms-episodes.ts";

const WITHDRAWN_AT = "2026-11-18T14:25:00Z";

test("before its withdrawal the same consent is one that is given", async () => {
  const agency = solent();
  await agency.file("client-list-20261117.csv", csv(CLIENT_COLUMNS, CLIENT));
  const read = await agency.file("consents-20261117.csv", csv(CONSENT_COLUMNS, CONSENT));
  expect(read.events.map(({ type, time }) => [type, time])).toEqual([
    ["drug-services.consent.given", "2026-06-08T10:00:00Z"],
  ]);
  expect(read.events[0]?.data.additionalInformation).not.toHaveProperty("withdrawnAt");
});

test("a client of the national return alone is known too", async () => {
  const agency = solent();
  await agency.file("ndtms-20261121.csv", csv(NDTMS_COLUMNS, EPISODE));
  const read = await agency.file("consents-20261121.csv", csv(CONSENT_COLUMNS, { ...CONSENT, CLIENTID: "SR-2" }));
  expect(read.problems).toEqual([]);
});

test.each([
  ["no number", { CONSENT_ID: "" }, "MISSING_REQUIRED_FIELD"],
  ["no time of giving", { GIVEN_AT: "" }, "MISSING_REQUIRED_FIELD"],
  ["no way of giving", { METHOD: "" }, "MISSING_REQUIRED_FIELD"],
  ["a nod", { METHOD: "nod" }, "UNKNOWN_CODE"],
  ["no fields", { FIELDS: " ; " }, "MISSING_REQUIRED_FIELD"],
  ["a field nobody holds", { FIELDS: "engagement;shoeSize" }, "UNKNOWN_CODE"],
  ["a field of another group", { FIELDS: "firstName" }, "UNKNOWN_CODE"],
  ["no recipient", { RECIPIENTS: "" }, "MISSING_REQUIRED_FIELD"],
  ["a recipient by its title", { RECIPIENTS: "Hampshire Police" }, "INVALID_IDENTIFIER_FORMAT"],
  ["no purpose", { PURPOSES: "" }, "MISSING_REQUIRED_FIELD"],
  ["no start", { VALID_FROM: "" }, "MISSING_REQUIRED_FIELD"],
  ["no number, though withdrawn", { CONSENT_ID: " ", WITHDRAWN_AT }, "MISSING_REQUIRED_FIELD"],
  ["no client, though withdrawn", { CLIENTID: "", WITHDRAWN_AT }, "MISSING_REQUIRED_FIELD"],
  ["a client nobody sent, though withdrawn", { CLIENTID: "SR-9", WITHDRAWN_AT }, "UNKNOWN_REFERENCE"],
  ["a number too long to be one, though withdrawn", { CONSENT_ID: "9".repeat(81), WITHDRAWN_AT }, "MALFORMED_RECORD"],
])("a consent with %s is set aside", async (_what, change, code) => {
  const agency = solent();
  await agency.file("client-list-20261121.csv", csv(CLIENT_COLUMNS, CLIENT));
  const read = await agency.file("consents-20261121.csv", csv(CONSENT_COLUMNS, { ...CONSENT, ...change }));
  expect([read.problems.map(([, found]) => found), read.events]).toEqual([[code], []]);
  expect(read.errors).toBe(1);
});

describe("a withdrawal is not lost to", () => {
  const { consentId, ...TOLD } = {
    consentId: "CN-1",
    capturedAt: "2026-06-08T10:00:00Z",
    method: "signed",
    fields: ["treatment.engagement"],
    recipients: ["hampshire-police"],
    purposes: ["iom-case-management"],
    validFrom: "2026-06-08T10:00:00Z",
    expiresAt: "2027-06-06T23:00:00Z",
  };
  type Term = keyof typeof TOLD;

  test.each<[string, Readonly<Record<string, string>>, string, readonly Term[]]>([
    ["no time of giving", { GIVEN_AT: "" }, "MISSING_REQUIRED_FIELD", ["capturedAt", "validFrom", "expiresAt"]],
    ["a giving at no time", { GIVEN_AT: "8 June" }, "INVALID_DATE", ["capturedAt", "validFrom", "expiresAt"]],
    ["a nod", { METHOD: "nod" }, "UNKNOWN_CODE", ["method"]],
    ["no fields", { FIELDS: ";" }, "MISSING_REQUIRED_FIELD", ["fields"]],
    ["a field nobody holds", { FIELDS: "engagement;shoeSize" }, "UNKNOWN_CODE", ["fields"]],
    ["a recipient by its title", { RECIPIENTS: "The Police" }, "INVALID_IDENTIFIER_FORMAT", ["recipients"]],
    ["a purpose that is none", { PURPOSES: "press-office" }, "UNKNOWN_CODE", ["purposes"]],
    ["no start", { VALID_FROM: "" }, "MISSING_REQUIRED_FIELD", ["validFrom", "expiresAt"]],
    ["an end at no time", { EXPIRES_AT: "never" }, "INVALID_DATE", ["validFrom", "expiresAt"]],
    ["an end before the start", { EXPIRES_AT: "2026-01-01" }, "DATE_ORDER", ["validFrom", "expiresAt"]],
    ["a name of no end", { CAPTURED_BY: "M".repeat(121) }, "MALFORMED_RECORD", Object.keys(TOLD) as Term[]],
  ])("%s: the row loads, marked, and tells what it can", async (_what, change, code, untold) => {
    const read = await withdrawnWith(change);
    expect(read.problems).toEqual([[2, code, "CN-1"]]);
    expect([read.accepted, read.warnings, read.errors]).toEqual([1, 1, 0]);
    expect(read.reported[0]?.problem.why).toMatch(/; the consent counts as withdrawn all the same$/);
    const told = Object.fromEntries(Object.entries(TOLD).filter(([term]) => !untold.some((one) => one === term)));
    expect(read.events.map(({ type, time, data }) => [type, time, data.additionalInformation])).toEqual([
      ["drug-services.consent.withdrawn", WITHDRAWN_AT, { consentId, ...told, withdrawnAt: WITHDRAWN_AT }],
    ]);
  });

  test("everything else being wrong at once", async () => {
    const nothing = { GIVEN_AT: "", METHOD: "", FIELDS: "", RECIPIENTS: "", PURPOSES: "", VALID_FROM: "" };
    const read = await withdrawnWith({ ...nothing, EXPIRES_AT: "" });
    expect(read.events[0]?.data.additionalInformation).toEqual({ consentId, withdrawnAt: WITHDRAWN_AT });
    expect([read.warnings, read.errors]).toEqual([6, 0]);
  });

  test("the same consent standing earlier in the file", async () => {
    const agency = solent();
    await agency.file("client-list-20261121.csv", csv(CLIENT_COLUMNS, CLIENT));
    const both = csv(CONSENT_COLUMNS, CONSENT, { ...CONSENT, WITHDRAWN_AT });
    const read = await agency.file("consents-20261121.csv", both);
    expect(read.problems).toEqual([[3, "DUPLICATE_RECORD", "CN-1"]]);
    expect(read.events.map(({ type }) => type)).toEqual([
      "drug-services.consent.given",
      "drug-services.consent.withdrawn",
    ]);
  });

  test.each([
    ["that cannot be read", "yesterday", {}, ["INVALID_DATE"], "2026-06-08T10:00:00Z"],
    ["without an offset", "2026-11-18T14:25:00", {}, ["INVALID_DATE"], "2026-06-08T10:00:00Z"],
    ["yet to come", "2062-11-18T14:25:00Z", {}, ["OUT_OF_RANGE"], "2026-06-08T10:00:00Z"],
    ["nor one of giving", "?", { GIVEN_AT: "?" }, ["INVALID_DATE", "INVALID_DATE"], "1900-01-01T00:00:00Z"],
    [
      "nor one of giving in the past",
      "?",
      { GIVEN_AT: "2027-06-08T10:00:00Z" },
      ["INVALID_DATE"],
      "1900-01-01T00:00:00Z",
    ],
  ])("a time of its own %s: it counts from the earliest it can be", async (_what, sent, change, codes, from) => {
    const read = await withdrawnWith({ ...change, WITHDRAWN_AT: sent });
    expect(read.problems.map(([, code]) => code).sort()).toEqual(codes);
    expect([read.warnings, read.errors]).toEqual([codes.length, 0]);
    expect(read.events.map(({ type, time, data }) => [type, time, data.additionalInformation["withdrawnAt"]])).toEqual([
      ["drug-services.consent.withdrawn", from, from],
    ]);
  });
});

test("a consent without an end has none", async () => {
  const agency = solent();
  await agency.file("client-list-20261121.csv", csv(CLIENT_COLUMNS, CLIENT));
  const read = await agency.file("consents-20261121.csv", csv(CONSENT_COLUMNS, { ...CONSENT, EXPIRES_AT: "" }));
  expect(read.events[0]?.data.additionalInformation).not.toHaveProperty("expiresAt");
});

const CLIENT = { CLIENTID: "SR-1", FORENAME: "Dana", SURNAME: "Marsh", DOB: "12/04/1989", SEX: "2" };
const EPISODE = {
  CLIENTID: "SR-2",
  EPISODID: "EP-2",
  FINITIAL: "D",
  SINITIAL: "M",
  DOB: "12/04/1989",
  SEX: "2",
  DRUG1: "7000",
  TRIAGED: "01/02/2026",
  MODST: "01/02/2026",
};
const CONSENT = {
  CONSENT_ID: "CN-1",
  CLIENTID: "SR-1",
  GIVEN_AT: "2026-06-08T11:00:00+01:00",
  METHOD: "signed",
  FIELDS: "engagement",
  RECIPIENTS: "hampshire-police",
  PURPOSES: "iom-case-management",
  VALID_FROM: "2026-06-08",
  EXPIRES_AT: "2027-06-07",
};

function solent() {
  return sampleAgency(drugServicesConnector, "solent-drug-services");
}

/** A consent that is withdrawn, but for one change. */
async function withdrawnWith(change: Readonly<Record<string, string>>): Promise<SampleReading> {
  const agency = solent();
  await agency.file("client-list-20261121.csv", csv(CLIENT_COLUMNS, CLIENT));
  return agency.file("consents-20261121.csv", csv(CONSENT_COLUMNS, { ...CONSENT, WITHDRAWN_AT, ...change }));
}

function csv(columns: readonly string[], ...rows: readonly Readonly<Record<string, string>>[]): string {
  return [columns, ...rows.map((row) => columns.map((name) => row[name] ?? ""))]
    .map((cells) => `${cells.join(",")}\n`)
    .join("");
}
