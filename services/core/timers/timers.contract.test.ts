import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AgencyEvent } from "#schemas/agency-event.ts";
import { closeDatabase, openDatabase } from "#services/platform/database/database.ts";
import { type CoreAtWork, startCoreAtWork } from "#test/core-at-work.ts";
import { until } from "#test/eventually.ts";
import { eventOf } from "#test/made-up-events.ts";
import { register } from "#test/made-up-feeds.ts";
import { fireDueTimers } from "./fire-due-timers.ts";

const DAY_BEFORE = "2026-11-20T12:00:00Z";
const LAST_MOMENT = "2026-11-30T23:59:58Z";
const MIDNIGHT = "2026-12-01T00:00:00Z";

let core: CoreAtWork;
let personId: string;

beforeAll(async () => {
  core = await startCoreAtWork();
  core.clock.set(DAY_BEFORE);
  await core.takeIn(register("Craig", "Irving", "1991-08-26", "2009/9017010J", "X900010"), tagFitted("2026-12-01"));
  personId = (await core.personBy("PNC", "2009/9017010J")) ?? "";
});
afterAll(() => core[Symbol.asyncDispose]());

beforeEach(async () => {
  await core.stopCore();
  await core.owner`delete from core.timer_fired`;
  await core.owner`delete from core.outbox`;
  core.clock.set(DAY_BEFORE);
});

const craig = {
  identifiers: [{ type: "PNC" as const, value: "2009/9017010J", valid: true }],
  firstName: "Craig",
  lastName: "Irving",
};

function tagFitted(orderEnd: string, time = "2026-11-20T09:00:00Z"): AgencyEvent {
  return eventOf({
    type: "electronic-monitoring.tag.fitted",
    agency: "em-provider",
    time,
    recorded: time,
    person: { ...craig, dateOfBirth: "1991-08-26" },
    payload: {
      emsId: "EMS-1",
      deviceId: 3_400_110,
      type: "gpsTrail",
      orderStart: "2026-09-07",
      orderEnd,
      releaseDate: "2026-09-07",
      licenceExpiry: "2027-10-06",
      activatedFrom: "2026-09-07T10:00:00Z",
      eligibleOffence: "BIAD",
      ppo: false,
      mappa: false,
    },
  });
}

const fired = async () =>
  (
    await core.owner<{ timer_id: string; due_on: string }[]>`
      select timer_id, due_on::text from core.timer_fired order by due_on, timer_id`
  ).map(({ timer_id, due_on }) => [timer_id, due_on]);

const told = async () =>
  (await core.owner<{ body: unknown }[]>`select body from core.outbox where subject = 'hub.timer.due'`).map(
    ({ body }) => body,
  );

const fire = (at: string, sql = core.asCore) => fireDueTimers(sql, new Date(at));

describe("a day begins in London", () => {
  test("and not a second before it", async () => {
    expect(await fire(LAST_MOMENT)).toBe(0);
    expect(await fire(MIDNIGHT)).toBe(1);
    expect(await fired()).toEqual([["tag-ends", "2026-12-01"]]);
    expect(await told()).toEqual([{ personId, timerId: "tag-ends" }]);
  });

  test("what fell due and lapsed while nobody looked is told of no more", async () => {
    expect(await fire("2026-12-02T00:00:00Z")).toBe(0);
  });
});

describe("nothing is told twice", () => {
  test("by a clock that is put back and comes again", async () => {
    expect([await fire(MIDNIGHT), await fire(LAST_MOMENT), await fire(MIDNIGHT)]).toEqual([1, 0, 0]);
    expect(await told()).toHaveLength(1);
  });

  test("by cores that look at the same moment", async () => {
    const side = openDatabase({ url: core.servers.databaseUrlFor("hub_core"), applicationName: "second core" });
    const counts = await Promise.all(Array.from({ length: 8 }, (_, at) => fire(MIDNIGHT, at % 2 ? side : core.asCore)));
    await closeDatabase(side);
    expect(counts.reduce((sum, one) => sum + one)).toBe(1);
    expect(await told()).toHaveLength(1);
  });
});

test("a core that dies between storing and telling has done neither, and the next one does both", async () => {
  const dying = openDatabase({ url: core.servers.databaseUrlFor("hub_core"), applicationName: "dying core" });
  let attempt: Promise<unknown> = Promise.resolve();
  await core.owner.begin(async (tx) => {
    await tx`lock table core.outbox in access exclusive mode`;
    attempt = fire(MIDNIGHT, dying).catch(() => "died");
    await until(async () => (await waiting("dying core")).length === 1);
    await core.owner`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'dying core'`;
    await until(async () => (await waiting("dying core")).length === 0);
  });
  expect(await attempt).toBe("died");
  await closeDatabase(dying);
  expect([await fired(), await told()]).toEqual([[], []]);

  expect(await fire(MIDNIGHT)).toBe(1);
  expect(await told()).toHaveLength(1);
});

const waiting = (name: string) => core.owner`
  select 1 from pg_stat_activity where application_name = ${name} and wait_event_type = 'Lock'`;

describe("the core at work", () => {
  const heardFrom = async () => {
    const bus = await core.servers.connectBusAs("gateway");
    const heard: unknown[] = [];
    bus.subscribe("hub.timer.due", { callback: (_, message) => void heard.push(message.json()) });
    await bus.flush();
    return { heard, close: () => bus.close() };
  };

  test("catches up with what fell due while it was away", async () => {
    const { heard, close } = await heardFrom();
    core.clock.set(MIDNIGHT);
    await core.restartCore();
    await until(() => heard.length === 1);
    await close();
    expect(heard).toEqual([{ personId, timerId: "tag-ends" }]);
  });

  test("tells at midnight of what falls due, and of a date that came to be earlier", async () => {
    core.clock.set("2026-11-28T23:59:59Z");
    await core.restartCore();
    expect(await fired()).toEqual([]);
    await core.takeIn(tagFitted("2026-11-29", "2026-11-28T09:00:00Z"));
    expect(await fired()).toEqual([]);
    core.clock.set("2026-11-29T00:00:00Z");
    await until(async () => (await fired()).length === 1);
    expect(await fired()).toEqual([["tag-ends", "2026-11-29"]]);
  });

  test("publishes what falls due, with the values of the record that it rests on", async () => {
    await core.restartCore();
    await core.takeIn(tagFitted("2026-11-30", "2026-11-28T10:00:00Z"));
    const [row] = await core.asGateway`select * from published.person_timers`;
    expect(row).toEqual({
      person_id: personId,
      version: String((await core.read(personId))?.version),
      timers: [
        {
          timerId: "tag-ends",
          kind: "tag-ends",
          dueOn: "2026-11-30",
          lapsesOn: "2026-12-01",
          because: [{ field: "tag.tagOrder", originator: "em-provider", itemKey: "", held: true }],
        },
      ],
    });
  });

  test("works out anew at its start what an older one had worked out", async () => {
    await core.owner`update core.person set timers = '[]'`;
    await core.restartCore();
    const [row] = await core.asGateway`select jsonb_array_length(timers) as timers from published.person_timers`;
    expect(row).toEqual({ timers: 1 });
  });
});
