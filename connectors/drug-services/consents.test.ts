import { expect, test } from "vitest";
import { sampleAgency } from "../sample-agency.ts";
import { CLIENT_COLUMNS } from "./client-list.ts";
import { drugServicesConnector } from "./connector.ts";
import { CONSENT_COLUMNS } from "./consents.ts";
import { NDTMS_COLUMNS } from "./ndtms-episodes.ts";

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
  ["a withdrawal at no time", { WITHDRAWN_AT: "yesterday" }, "INVALID_DATE"],
])("a consent with %s is set aside", async (_what, change, code) => {
  const agency = solent();
  await agency.file("client-list-20261121.csv", csv(CLIENT_COLUMNS, CLIENT));
  const read = await agency.file("consents-20261121.csv", csv(CONSENT_COLUMNS, { ...CONSENT, ...change }));
  expect([read.problems.map(([, found]) => found), read.events]).toEqual([[code], []]);
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

function csv(columns: readonly string[], row: Readonly<Record<string, string>>): string {
  return `${columns.join(",")}\n${columns.map((name) => row[name] ?? "").join(",")}\n`;
}
