import { describe, expect, test } from "vitest";
import type { EventPayloads } from "#schemas/generated/types.ts";
import { housingEvents } from "./housing.ts";
import { eventSaying, recordAfter } from "./record-after.ts";

const tenancyRef = "TEN-48107";
const address = { lines: ["Flat 3", "90 Dock Lane"], postcode: "SO17 0ZT", uprn: "999000000107" };
const started = eventSaying({
  type: "housing.tenancy.started",
  time: "2024-05-02T23:00:00Z",
  says: { tenancyRef, accommodationType: "privateRented", start: "2024-05-03", address },
});
const served = eventSaying({
  type: "housing.notice.served",
  time: "2026-11-12T00:00:00Z",
  says: { tenancyRef, type: "NTQ", date: "2026-11-12" },
});

describe("Mohammed's tenancy", () => {
  const underNotice = stands("2026-11-21T00:00:00Z", {
    accommodationStable: { stable: false, since: "2024-05-03" },
    tenancyEnd: "2026-11-30",
    notice: { type: "NTQ", date: "2026-11-12" },
  });

  test("is under notice and has its last day set", () => {
    expect(recordAfter(housingEvents, started, served, underNotice).values).toEqual({
      "housing.accommodationType": "privateRented",
      "housing.accommodationStable": { stable: false, since: "2024-05-03" },
      "housing.currentAddress": address,
      "housing.tenancyStart": "2024-05-03",
      "housing.tenancyEnd": "2026-11-30",
      "housing.noticeServed": { type: "NTQ", date: "2026-11-12" },
    });
  });

  test("goes on when the notice is taken back", () => {
    const settled = stands("2026-11-28T00:00:00Z", { accommodationStable: { stable: true, since: "2024-05-03" } });
    const { values } = recordAfter(housingEvents, started, served, underNotice, settled);
    expect(values).not.toHaveProperty("housing.noticeServed");
    expect(values).not.toHaveProperty("housing.tenancyEnd");
    expect(values["housing.accommodationStable"]).toEqual({ stable: true, since: "2024-05-03" });
  });

  test("once over, leads nobody to his old door", () => {
    const ended = eventSaying({
      type: "housing.tenancy.ended",
      time: "2026-11-30T00:00:00Z",
      says: { tenancyRef, end: "2026-11-30" },
    });
    expect(recordAfter(housingEvents, started, served, underNotice, ended).values).toEqual({
      "housing.tenancyStart": "2024-05-03",
      "housing.tenancyEnd": "2026-11-30",
    });
  });
});

const REFERRAL = {
  referralRef: "DTR-5501",
  referredBy: "probation",
  lha: "solent-housing",
  consentReferral: true,
  consentLhaChoice: true,
  consentContact: true,
  threatenedWithin56Days: true,
  at: "2026-11-20T10:15:00Z",
} as const satisfies EventPayloads["housing.duty-to-refer.received"];

test("Peter was referred with three consents, has no fixed abode and is not settled", () => {
  expect(recordAfter(housingEvents, referred({ ...REFERRAL, accommodationNow: "noFixedAbode" })).values).toEqual({
    "housing.dutyToRefer": REFERRAL,
    "housing.accommodationType": "noFixedAbode",
    "housing.accommodationStable": { stable: false },
  });
});

test("a referral that does not say where the person lives changes nothing about that", () => {
  expect(recordAfter(housingEvents, referred(REFERRAL)).values).toEqual({ "housing.dutyToRefer": REFERRAL });
});

test("a referral from a hostel says nothing of how settled the person is", () => {
  const { values } = recordAfter(housingEvents, referred({ ...REFERRAL, accommodationNow: "hostel" }));
  expect(values).not.toHaveProperty("housing.accommodationStable");
});

test("a case opens and closes", () => {
  const opened = eventSaying({
    type: "housing.asb-case.opened",
    time: "2026-11-01T00:00:00Z",
    says: { ref: "ASB-1177" },
  });
  const closed = eventSaying({
    type: "housing.asb-case.closed",
    time: "2026-11-21T00:00:00Z",
    says: { ref: "ASB-1177" },
  });
  const key = "housing.asbCases[ASB-1177]";
  expect(recordAfter(housingEvents, opened).values).toEqual({ [key]: { ref: "ASB-1177", stage: "open" } });
  expect(recordAfter(housingEvents, opened, closed).values).toEqual({ [key]: { ref: "ASB-1177", stage: "closed" } });
});

test("arrears are a band", () => {
  const event = eventSaying({
    type: "housing.arrears.changed",
    time: "2026-11-21T00:00:00Z",
    says: { tenancyRef, band: "over8Weeks" },
  });
  expect(recordAfter(housingEvents, event).values).toEqual({ "housing.rentArrearsBand": "over8Weeks" });
});

test("an application is what was last said of it", () => {
  const opened = { hclicCaseRef: "H-1", dutyStage: "relief", date: "2026-10-01" };
  const { values } = recordAfter(
    housingEvents,
    eventSaying({ type: "housing.homeless-application.opened", time: "2026-10-01T00:00:00Z", says: opened }),
    eventSaying({
      type: "housing.homeless-application.decided",
      time: "2026-11-01T00:00:00Z",
      says: { ...opened, dutyStage: "main", date: "2026-11-01", outcome: "accepted" },
    }),
  );
  expect(values["housing.homelessApplication"]).toEqual({
    hclicCaseRef: "H-1",
    dutyStage: "main",
    date: "2026-11-01",
    outcome: "accepted",
  });
});

test("placements are carried and change no field", () => {
  const time = "2026-11-01T00:00:00Z";
  const placementRef = "PL-1";
  const offered = eventSaying({
    type: "housing.placement.offered",
    time,
    says: { placementRef, accommodationType: "supported", date: "2026-11-01" },
  });
  const lost = eventSaying({ type: "housing.placement.lost", time, says: { placementRef, date: "2026-11-02" } });
  expect(recordAfter(housingEvents, offered, lost).values).toEqual({});
});

function stands(
  time: string,
  says: Omit<EventPayloads["housing.accommodation.changed"], "tenancyRef" | "accommodationType">,
) {
  return eventSaying({
    type: "housing.accommodation.changed",
    time,
    says: { tenancyRef, accommodationType: "privateRented", tenancyStart: "2024-05-03", address, ...says },
  });
}

function referred(says: EventPayloads["housing.duty-to-refer.received"]) {
  return eventSaying({ type: "housing.duty-to-refer.received", time: says.at, says });
}
