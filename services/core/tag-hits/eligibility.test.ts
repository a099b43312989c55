import { expect, test } from "vitest";
import { eligibleSpan, type Wearing } from "./eligibility.ts";

const ADULT = [{ from: null, value: "adult" }];
const CRIME = { from: Date.parse("2026-11-20T20:00:00Z"), to: Date.parse("2026-11-21T01:30:00Z") };
const DANIEL: Wearing = {
  personId: "0000",
  monitoringAgencyId: "em-provider",
  deviceId: "3400101",
  emsId: "EMS-700101",
  activeFrom: Date.parse("2026-09-07T12:00:00Z"),
  activeTo: null,
  orderType: "gpsTrail",
  eligibleOffence: "BIAD",
  orderStart: "2026-09-07",
  orderEnd: "2027-09-07",
  releaseDate: "2026-09-07",
  licenceExpiry: "2027-10-06",
};

test("an adult on licence may be compared from when the tag was fitted to the end of the last day of the order", () => {
  expect(eligibleSpan(DANIEL, ADULT, CRIME)).toEqual({
    outcome: "eligible",
    from: Date.parse("2026-09-07T12:00:00Z"),
    // 8 September 2027 begins in London at 23:00 UTC of the 7th.
    to: Date.parse("2027-09-07T23:00:00Z") - 1,
  });
});

test.each([
  ["somebody under 18", {}, [{ from: null, value: "under-18" }], "under-18"],
  ["somebody whose age nobody knows", {}, [], "age-unknown"],
  ["a curfew, which has no trail", { orderType: "gpsCurfew" }, ADULT, "not-a-trail"],
  ["an offence that is not acquisitive", { eligibleOffence: "VIOL" }, ADULT, "offence-not-eligible"],
  ["a licence that ended the day before", { licenceExpiry: "2026-11-19" }, ADULT, "not-on-licence"],
  ["an order that begins the day after", { orderStart: "2026-11-22" }, ADULT, "not-on-licence"],
  ["a release more than twelve months ago", { releaseDate: "2025-11-19" }, ADULT, "not-on-licence"],
  ["a tag that came off before", { activeTo: Date.parse("2026-11-20T19:59:59Z") }, ADULT, "not-on-licence"],
])("%s is left out", (_who, changes, steps, reason) => {
  expect(eligibleSpan({ ...DANIEL, ...changes }, steps, CRIME)).toEqual({ outcome: "left-out", reason });
});

test.each([
  ["the last day of the licence", { licenceExpiry: "2026-11-20" }],
  ["twelve months to the day", { releaseDate: "2025-11-20" }],
  ["a tag that comes off within the window", { activeTo: Date.parse("2026-11-20T21:00:00Z") }],
  ["a birthday that came before the crime", {}],
])("%s is still in", (_what, changes) => {
  const grown = [
    { from: null, value: "under-18" },
    { from: "2026-11-20T00:00:00.000Z", value: "adult" },
  ];
  expect(eligibleSpan({ ...DANIEL, ...changes }, grown, CRIME)).toMatchObject({ outcome: "eligible" });
});
