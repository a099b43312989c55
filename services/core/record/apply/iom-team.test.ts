import { expect, test } from "vitest";
import { iomTeamEvents } from "./iom-team.ts";
import { eventSaying, recordAfter } from "./record-after.ts";

const daniel = eventSaying({
  type: "iom-team.registration.imported",
  time: "2026-11-10T00:00:00Z",
  says: {
    cohort: "fixed",
    statutory: true,
    lifecycleState: "active",
    registeredOn: "2026-09-08",
    ragStatus: "amber",
    ragSetAt: "2026-11-10T00:00:00Z",
    leadAgencyId: "hampshire-police",
    leadOfficerRef: "HC4471",
  },
});

test("the register says on which cohort, since when, in which state and colour, and who leads", () => {
  expect(recordAfter(iomTeamEvents, daniel).values).toEqual({
    "iom.cohort": "fixed",
    "iom.registeredOn": "2026-09-08",
    "iom.lifecycleState": "active",
    "iom.ragStatus": "amber",
    "iom.ragSetAt": "2026-11-10T00:00:00Z",
    "police.leadOfficer": { collarNumber: "HC4471" },
  });
});

test("a person with no colour yet has none", () => {
  const tyler = eventSaying({
    type: "iom-team.registration.imported",
    time: "2026-11-17T00:00:00Z",
    says: { cohort: "fixed", statutory: true, lifecycleState: "registered", registeredOn: "2026-11-17" },
  });
  expect(Object.keys(recordAfter(iomTeamEvents, tyler).values)).toEqual([
    "iom.cohort",
    "iom.registeredOn",
    "iom.lifecycleState",
  ]);
});
