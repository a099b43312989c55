import { expect, test } from "vitest";
import { electronicMonitoringEvents } from "./electronic-monitoring.ts";
import { eventSaying, recordAfter } from "./record-after.ts";

const fitted = eventSaying({
  type: "electronic-monitoring.tag.fitted",
  time: "2026-09-30T12:00:00Z",
  says: {
    emsId: "EMS-700110",
    deviceId: 3400110,
    type: "gpsTrail",
    eligibleOffence: "RB",
    orderStart: "2026-09-30",
    orderEnd: "2027-07-31",
    releaseDate: "2026-09-30",
    licenceExpiry: "2027-07-31",
    responsibleForce: "Hampshire",
    ppo: false,
    mappa: true,
    activatedFrom: "2026-09-30T12:00:00Z",
  },
});
const removed = eventSaying({
  type: "electronic-monitoring.tag.removed",
  time: "2026-11-20T21:00:00Z",
  says: {
    emsId: "EMS-700110",
    deviceId: 3400110,
    activatedFrom: "2026-09-30T12:00:00Z",
    activatedTo: "2026-11-20T21:00:00Z",
  },
});
const worn = {
  "tag.tagOrder": {
    emsId: "EMS-700110",
    type: "gpsTrail",
    start: "2026-09-30",
    end: "2027-07-31",
    eligibleOffence: "RB",
    responsibleForce: "Hampshire",
  },
  "tag.deviceId": 3400110,
  "tag.deviceActivation": { from: "2026-09-30T12:00:00Z" },
  "tag.ppo": false,
  "tag.mappa": true,
};

test("Craig wears a tag under an order", () => {
  expect(recordAfter(electronicMonitoringEvents, fitted).values).toEqual(worn);
});

test("Craig's tag came off at nine, also when the order is read again", () => {
  expect(recordAfter(electronicMonitoringEvents, fitted, removed, fitted).values).toEqual({
    ...worn,
    "tag.deviceActivation": { from: "2026-09-30T12:00:00Z", to: "2026-11-20T21:00:00Z" },
  });
});

test("a violation and a qualified match each have their field", () => {
  const breachDateTime = "2026-11-20T21:00:00Z";
  const { values } = recordAfter(
    electronicMonitoringEvents,
    eventSaying({
      type: "electronic-monitoring.violation.recorded",
      time: breachDateTime,
      says: { emsId: "EMS-700110", breachDateTime, breachDetails: "Strap cut." },
    }),
    eventSaying({
      type: "electronic-monitoring.match.qualified",
      time: "2026-11-21T09:00:00Z",
      says: { matchId: "M-1", crimeReference: "44260500001", crimeVersion: 1, distanceM: 12 },
    }),
  );
  expect(values).toEqual({
    "tag.violation": { breachDateTime, breachDetails: "Strap cut." },
    "tag.qualifiedMatch": { matchId: "M-1", crimeReference: "44260500001", distanceM: 12 },
  });
});

test("positions and rejected matches leave no trace in a record", () => {
  const positions = eventSaying({
    type: "electronic-monitoring.position-batch.received",
    time: "2026-11-20T19:50:00Z",
    says: {
      positions: [
        {
          positionId: 880001,
          deviceId: 3400110,
          lat: 50.917008,
          lon: -1.413267,
          precisionM: 10,
          capturedAt: "2026-11-20T19:50:00Z",
          mechanism: "GPS",
        },
      ],
    },
  });
  const rejected = eventSaying({
    type: "electronic-monitoring.match.rejected",
    time: "2026-11-21T09:00:00Z",
    says: { matchId: "M-2", crimeReference: "44260500001", crimeVersion: 1 },
  });
  expect(recordAfter(electronicMonitoringEvents, positions, rejected).values).toEqual({});
});
