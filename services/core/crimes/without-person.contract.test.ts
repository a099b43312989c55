import { afterAll, beforeAll, expect, test } from "vitest";
import { type CoreAtWork, startCoreAtWork } from "#test/core-at-work.ts";
import { eventRow, personOf } from "#test/core-questions.ts";
import { eventOf } from "#test/made-up-events.ts";
import { id, register } from "#test/made-up-feeds.ts";

let core: CoreAtWork;

beforeAll(async () => {
  core = await startCoreAtWork();
  await core.takeIn(register("Daniel", "Ashdown", "1989-04-12", "2007/9001234F", "X900001"));
});

afterAll(async () => {
  await core[Symbol.asyncDispose]();
});

test("positions are kept of devices somebody on the roster wore at the time, and of no others", async () => {
  const personId = await personOf(core, "X900001");
  await core.takeIn(
    eventOf({
      type: "electronic-monitoring.tag.fitted",
      agency: "em-provider",
      person: {
        identifiers: [id("PNC", "2007/9001234F"), id("LOCAL", "EMS-700101")],
        firstName: "Daniel",
        lastName: "Ashdown",
      },
      time: "2026-09-07T12:00:00Z",
      payload: {
        emsId: "EMS-700101",
        deviceId: 3400101,
        type: "gpsTrail",
        eligibleOffence: "BIAD",
        orderStart: "2026-09-07",
        orderEnd: "2027-09-07",
        releaseDate: "2026-09-07",
        licenceExpiry: "2027-10-06",
        ppo: false,
        mappa: false,
        activatedFrom: "2026-09-07T12:00:00Z",
      },
    }),
  );
  const position = (positionId: number, deviceId: number, capturedAt: string) => ({
    positionId,
    deviceId,
    lat: 50.917,
    lon: -1.413,
    precisionM: 10,
    capturedAt,
    mechanism: "GPS",
  });
  const batch = eventOf({
    type: "electronic-monitoring.position-batch.received",
    agency: "em-provider",
    person: null,
    payload: {
      positions: [
        position(1, 3400101, "2026-11-20T21:50:00Z"),
        position(2, 3409999, "2026-11-20T21:50:00Z"),
        position(3, 3400101, "2026-09-01T00:00:00Z"),
      ],
    },
  });
  await core.takeIn(batch, batch);
  const stored = await core.owner`select position_id, person_id from core.tag_position`;
  expect(stored).toEqual([{ position_id: "1", person_id: personId }]);
  expect(await eventRow(core, batch)).toMatchObject({ outcome: "applied", body: null });
});

test("a crime that comes again with other times is a new version that names what changed", async () => {
  const crime = {
    crimeReference: "44260500002",
    crimeTypeId: "TFMV",
    from: "2026-11-20T23:15:00Z",
    to: "2026-11-20T23:30:00Z",
    datum: "WGS84",
    latitude: 50.9097,
    longitude: -1.4044,
  };
  const batch = (batchId: string, change: object) =>
    eventOf({
      type: "police.crime-batch.received",
      agency: "hampshire-police",
      person: null,
      payload: {
        batchId,
        policeForce: "Hampshire",
        rowCount: 1,
        accepted: 1,
        rejected: 0,
        crimes: [{ ...crime, ...change }],
      },
    });
  await core.takeIn(
    batch("HAM20261121", {}),
    batch("HAM20261121-1", {}),
    batch("HAM20261121-1-R", { to: "2026-11-20T23:45:00Z" }),
  );
  const versions =
    await core.owner`select version, changed_fields from core.crime_version where reference = '44260500002' order by version`;
  expect(versions).toMatchObject([{ version: 1 }, { version: 2, changed_fields: ["to"] }]);
});
