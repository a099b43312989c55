import { beforeAll, describe, expect, test } from "vitest";
import { type SampleReading, sampleAgency } from "../sample-agency.ts";
import { housingConnector } from "./connector.ts";

describe("the sample referrals", () => {
  let read: SampleReading;
  beforeAll(async () => {
    read = await sampleAgency(housingConnector, "solent-housing").sample("duty-to-refer-20261121.json");
  });

  test("the police may not refer, and without consent nobody may", () => {
    expect(read.problems).toEqual([
      [3, "REFERRER_NOT_PERMITTED", "DTR-5503"],
      [4, "CONSENT_MISSING", "DTR-5504"],
    ]);
    expect([read.rows, read.accepted]).toEqual([4, 2]);
  });

  test("of a referral without consent nothing is kept but its reference", () => {
    const kept = JSON.stringify([read.events, read.reported]);
    expect(kept).toContain("DTR-5504");
    expect(kept).not.toMatch(/Brennan|Kyle|1994/);
  });

  test("Pete is of no fixed abode, and consented three times", () => {
    expect(read.events[0]).toMatchObject({
      type: "housing.duty-to-refer.received",
      time: "2026-11-20T10:15:00Z",
      data: {
        sourceRecordRef: "DTR-5501",
        personReference: {
          identifiers: [{ type: "LOCAL", value: "DTR-5501", valid: true }],
          firstName: "Pete",
          lastName: "Holloway",
          dateOfBirth: "1979-12-02",
        },
        additionalInformation: {
          referralRef: "DTR-5501",
          referredBy: "probation",
          lha: "solent-housing",
          consentReferral: true,
          consentLhaChoice: true,
          consentContact: true,
          threatenedWithin56Days: true,
          at: "2026-11-20T10:15:00Z",
          accommodationNow: "noFixedAbode",
        },
      },
    });
  });

  test("a time an hour ahead of UTC is told in UTC", () => {
    expect(read.events[1]?.data.additionalInformation["at"]).toBe("2026-10-20T08:00:00Z");
  });
});

const REFERRAL = {
  referralRef: "DTR-1",
  referredBy: "prison",
  lha: "solent-housing",
  person: { forename: "Dana", surname: "Marsh", dateOfBirth: "1989-04-12" },
  threatenedWithin56Days: true,
  consentReferral: true,
  consentLhaChoice: false,
  consentContact: false,
  at: "2026-11-20T10:15:00Z",
};

test("a person who wants no contact may still be referred", async () => {
  const read = await referralsOf(REFERRAL);
  expect(read.problems).toEqual([]);
  expect(read.events[0]?.data.additionalInformation).toMatchObject({ consentContact: false, consentLhaChoice: false });
});

test.each([
  ["no reference", { referralRef: "" }, "MISSING_REQUIRED_FIELD"],
  ["nothing said of consent", { consentReferral: undefined }, "MISSING_REQUIRED_FIELD"],
  ["consent as a word", { consentReferral: "maybe" }, "UNKNOWN_CODE"],
  ["nobody to refer", { person: { ...REFERRAL.person, surname: "" } }, "MISSING_REQUIRED_FIELD"],
  ["a birthday that never was", { person: { ...REFERRAL.person, dateOfBirth: "1989-02-30" } }, "INVALID_DATE"],
  ["no referrer", { referredBy: "" }, "MISSING_REQUIRED_FIELD"],
  ["an authority by its title", { lha: "Solent Council" }, "INVALID_IDENTIFIER_FORMAT"],
  ["no time", { at: "" }, "MISSING_REQUIRED_FIELD"],
  ["an unknown dwelling", { accommodationNow: "TREEHOUSE" }, "UNKNOWN_CODE"],
])("a referral with %s is set aside", async (_what, change, code) => {
  const read = await referralsOf({ ...REFERRAL, ...change });
  expect(read.problems.map(([, found]) => found)).toEqual([code]);
  expect(read.events).toEqual([]);
});

test("the same reference twice, told differently, is one too many", async () => {
  const read = await referralsOf(REFERRAL, { ...REFERRAL, referredBy: "hospital" });
  expect(read.problems).toEqual([[2, "DUPLICATE_RECORD", "DTR-1"]]);
});

async function referralsOf(...referrals: readonly unknown[]): Promise<SampleReading> {
  return sampleAgency(housingConnector, "solent-housing").file(
    "duty-to-refer-20261121.json",
    JSON.stringify(referrals),
  );
}
