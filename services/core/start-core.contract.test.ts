import { jetstreamManager } from "@nats-io/jetstream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AgencyEvent } from "#schemas/agency-event.ts";
import { changesOf } from "#services/core/record/apply-event.ts";
import { appendEntry } from "#services/ledger/append-entry.ts";
import { createLogger } from "#services/platform/log/logger.ts";
import { type CoreAtWork, startCoreAtWork } from "#test/core-at-work.ts";
import { until } from "#test/eventually.ts";
import { eventOf, TEST_SCHEME } from "#test/made-up-events.ts";
import { onFeedMessage } from "./intake/on-feed-message.ts";
import { followFeed } from "./stream/follow-feed.ts";

let core: CoreAtWork;
let personId: string;
const SOURCE = "outage";
const log = createLogger({ part: "core", level: "silent" });

beforeAll(async () => {
  core = await startCoreAtWork();
  const registration = eventOf({
    type: "iom-team.registration.imported",
    agency: "iom-team",
    person: {
      identifiers: [{ type: "PNC", value: "2009/9017010J", valid: true }],
      firstName: "Craig",
      lastName: "Irving",
      dateOfBirth: "1991-08-26",
    },
    payload: { cohort: "fixed", statutory: true, lifecycleState: "active", registeredOn: "2026-03-30" },
  });
  await core.takeIn(registration);
  personId = (await core.personBy("PNC", "2009/9017010J")) ?? "";
});

afterAll(async () => {
  await core[Symbol.asyncDispose]();
});

describe("commands", () => {
  test("tell the position of a source and the size of the roster", async () => {
    expect(await core.command("core.roster.size", {})).toEqual({ people: 1 });
    expect(await core.command("core.source-position.read", { agencyId: "iom-team", source: "test:1" })).toEqual({
      position: 1,
    });
    expect(await core.command("core.source-position.read", { agencyId: "iom-team", source: "never" })).toEqual({
      position: 0,
    });
  });

  test("that are not understood are refused, not guessed at", async () => {
    expect(await core.command("core.source-position.read", { agencyId: 7 })).toMatchObject({ outcome: "refused" });
    expect(await core.command("core.source-position.read", "{")).toMatchObject({ outcome: "refused" });
  });
});

test("what changed is told on the bus as ids and field paths", async () => {
  const listening = await core.servers.connectBusAs("gateway");
  const heard: unknown[] = [];
  listening.subscribe("hub.record.changed", { callback: (_, message) => void heard.push(message.json()) });
  await listening.flush();
  await core.takeIn(arrest(1));
  await until(() => heard.length > 0);
  await listening.close();
  expect(heard[0]).toEqual({
    personId,
    fields: expect.arrayContaining(["police.currentArrest"]),
    version: expect.any(Number),
    source: "hampshire-police",
  });
  await until(async () => (await core.owner`select 1 from core.outbox`).length === 0);
});

test("readers of the change feed are woken after the commit", async () => {
  let woken = 0;
  const listener = await core.asGateway.listen("hub_change", () => {
    woken += 1;
  });
  await core.takeIn(arrest(2));
  await until(() => woken > 0);
  await listener.unlisten();
});

test("an event committed by a core that died before it acknowledged is not applied twice", async () => {
  await core.stopCore();
  const bus = await core.servers.connectBusAs("core");
  const noop = (): void => undefined;
  const rules = { scheme: TEST_SCHEME, changesOf, appendEntry };
  const deaths: number[] = [];
  const dying = await followFeed(
    bus,
    async ({ subject, data, headers }, stop) => {
      const message = { subject, body: data, header: (name: string) => headers?.get(name) ?? "" };
      await onFeedMessage(message, { sql: core.asCore, rules, clock: core.clock, log, stop, onCommitted: noop });
      deaths.push(1);
      throw new Error("killed between commit and acknowledgement");
    },
    log,
  );
  const before = await changes();
  await core.publish(arrest(3), { source: "crash" });
  await until(() => deaths.length > 0);
  await dying[Symbol.asyncDispose]();
  await bus.close();
  expect(await changes()).toBe(before + 1);

  await core.restartCore();
  await until(async () => (await pendingMessages()) === 0);
  expect(await changes()).toBe(before + 1);
  expect(await core.command("core.source-position.read", { agencyId: "hampshire-police", source: "crash" })).toEqual({
    position: 1,
  });
});

test("PostgreSQL pulled away and back loses nothing and doubles nothing", async () => {
  const before = await changes();
  const events = Array.from({ length: 30 }, (_, index) => arrest(100 + index));
  for (const [index, event] of events.entries()) {
    if (index === 10) {
      core.servers.kill("postgres");
    }
    await core.publish(event, { source: `${SOURCE}:postgres`, seq: index + 1 });
  }
  await until(async () => (await position(`${SOURCE}:postgres`)) === 30);
  expect(await changes()).toBe(before + 30);
});

test("NATS killed and back loses nothing and doubles nothing", async () => {
  const before = await changes();
  const events = Array.from({ length: 30 }, (_, index) => arrest(200 + index));
  for (const [index, event] of events.entries()) {
    if (index === 10) {
      core.servers.kill("nats");
    }
    await publishUntilStored(event, `${SOURCE}:nats`, index + 1);
  }
  await until(async () => (await position(`${SOURCE}:nats`)) === 30);
  expect(await changes()).toBe(before + 30);
});

test("when all of the bus's data is lost the stream is made again, and a publisher's replay is told from the new", async () => {
  const before = await changes();
  await core.publish(arrest(300), { source: `${SOURCE}:lost`, seq: 1 });
  await until(async () => (await position(`${SOURCE}:lost`)) === 1);
  const bus = await core.servers.connectBusAs("core");
  await (await jetstreamManager(bus)).streams.delete("FEED");
  await bus.close();
  await publishUntilStored(arrest(300), `${SOURCE}:lost`, 1);
  await publishUntilStored(arrest(301), `${SOURCE}:lost`, 2);
  await until(async () => (await position(`${SOURCE}:lost`)) === 2);
  expect(await changes()).toBe(before + 2);
});

test("facts of the calendar are gone over when the clock has moved an hour on", async () => {
  core.clock.set("2026-11-25T06:00:00.000Z");
  await until(async () => (await core.read(personId))?.facts["age-group"]?.readAt === "2026-11-25T06:00:00.000Z");
});

/** Publishers of the hub try again until the stream has it, under the same event id. */
async function publishUntilStored(event: AgencyEvent, source: string, seq: number): Promise<void> {
  await until(async () => {
    try {
      await core.publish(event, { source, seq });
      return true;
    } catch {
      return false;
    }
  });
}

async function position(source: string): Promise<number> {
  try {
    const [row] = await core.owner`
      select position::int from core.source_position where agency_id = 'hampshire-police' and source = ${source}`;
    return row?.["position"] ?? 0;
  } catch {
    return 0;
  }
}

async function changes(): Promise<number> {
  return (await core.owner`select 1 from core.change_feed where person_id = ${personId}`).length;
}

async function pendingMessages(): Promise<number> {
  const bus = await core.servers.connectBusAs("core");
  const info = await (await jetstreamManager(bus)).streams.info("FEED");
  await bus.close();
  return info.state.messages;
}

/** Each arrest differs from the one before, so each is one change. */
function arrest(number: number): AgencyEvent {
  const minute = String(number % 60).padStart(2, "0");
  const hour = String(Math.floor(number / 60)).padStart(2, "0");
  const at = `2026-11-21T${hour}:${minute}:00Z`;
  return eventOf({
    type: "police.arrest.recorded",
    agency: "hampshire-police",
    id: `arrest-number-${number}`,
    person: {
      identifiers: [{ type: "PNC", value: "2009/9017010J", valid: true }],
      firstName: "Craig",
      lastName: "Irving",
      dateOfBirth: "1991-08-26",
    },
    time: at,
    payload: { arrestedAt: at, status: "inCustody", custodyRef: `CU26/${number}` },
  });
}
