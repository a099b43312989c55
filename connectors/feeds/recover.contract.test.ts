import { rm } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  type ConnectorsAtWork,
  POLICE,
  PROBATION,
  sampleFile,
  startConnectorsAtWork,
  until,
  visits,
} from "#test/connectors-at-work.ts";

let hub: ConnectorsAtWork;

beforeAll(async () => {
  hub = await startConnectorsAtWork();
}, 120_000);

afterAll(async () => {
  await hub?.[Symbol.asyncDispose]();
});

beforeEach(async () => {
  await hub.begin();
});

afterEach(async () => {
  await hub.end();
});

describe("idempotence and crashes", () => {
  test("killed between publishing and marking, it publishes the same ids again and the bus keeps one of each", async () => {
    await hub.start();
    const before = await hub.drop(POLICE, "rms-extract-1.csv", visits("HC1", "HC2"));
    await hub.stop();
    // As it lies there when the process dies after the last acknowledgement and before the marker.
    await rm(hub.path(POLICE, "rms-extract-1.csv.done.json"));
    await hub.owner`truncate connectors.feed_reading, connectors.rejected_row`;
    const first = await hub.messages();

    await hub.start();

    expect(await hub.markerOf(POLICE, "rms-extract-1.csv")).toEqual(before);
    expect(await hub.messages()).toEqual(first);
  });

  test("killed before anything was noted, it loses nothing and doubles nothing", async () => {
    await hub.start();
    const before = await hub.drop(POLICE, "rms-extract-1.csv", visits("HC1", "HC2"));
    await hub.stop();
    await rm(hub.path(POLICE, "rms-extract-1.csv.done.json"));
    await hub.owner`truncate connectors.feed_reading, connectors.rejected_row, connectors.published_event`;

    await hub.start();

    expect(await hub.markerOf(POLICE, "rms-extract-1.csv")).toEqual(before);
    expect(await hub.messages()).toHaveLength(2);
  });

  test("a row that another file brought a moment before is not counted twice", async () => {
    await hub.start();
    await hub.drop(POLICE, "rms-extract-1.csv", visits("HC1", "HC2"));
    const second = await hub.drop(POLICE, "rms-extract-2.csv", visits("HC2", "HC3", "HC3"));

    expect([second.rows, second.accepted, second.events]).toEqual([3, 3, 1]);
    expect((await hub.messages()).map(({ source, sequence }) => [source.split(":")[0], sequence])).toEqual([
      ["rms-extract", "1"],
      ["rms-extract", "2"],
      ["rms-extract", "2"],
    ]);
  });

  test("a row sent again later is on the bus again: the core may know the person by now", async () => {
    await hub.start();
    await hub.drop(POLICE, "rms-extract-1.csv", visits("HC1"));
    // The bus compares with what came within two minutes, and forgets what came before.
    await hub.dropStream();
    await hub.makeStream();

    const second = await hub.drop(POLICE, "rms-extract-2.csv", visits("HC1"));

    expect(second.events).toBe(1);
    expect((await hub.messages()).map(({ source }) => source)).toEqual([second.source]);
  });

  test("what the core has not committed is published again at the next start, and the rest is not", async () => {
    await hub.start();
    const lost = await hub.drop(POLICE, "rms-extract-lost.csv", visits("HC1", "HC2"));
    const kept = await hub.drop(POLICE, "rms-extract-kept.csv", visits("HC3"));
    await hub.stop();
    await hub.dropStream();
    await hub.makeStream();

    const answering = answerPositions({ [kept.source]: 1, [lost.source]: 1 });
    await hub.start();

    await until(async () => (await hub.messages()).length === 2);
    expect((await hub.messages()).map(({ source }) => source)).toEqual([lost.source, lost.source]);
    await answering();
  });

  test("what a file brought that is gone by now is found in the others", async () => {
    await hub.start();
    const first = await hub.drop(POLICE, "rms-extract-1.csv", visits("HC1"));
    await hub.drop(POLICE, "rms-extract-2.csv", visits("HC1", "HC2"));
    await hub.stop();
    await rm(hub.path(POLICE, "rms-extract-1.csv"));
    await hub.dropStream();
    await hub.makeStream();

    const answering = answerPositions({ [first.source]: 0 }, 1);
    await hub.start();

    await until(async () => (await hub.messages()).length === 2);
    await answering();
  });

  test("when the core has committed everything, nothing is published again", async () => {
    await hub.start();
    const marker = await hub.drop(POLICE, "rms-extract-1.csv", visits("HC1"));
    await hub.stop();
    await hub.dropStream();
    await hub.makeStream();

    const answering = answerPositions({ [marker.source]: 1 });
    await hub.start();
    await hub.drop(POLICE, "rms-extract-2.csv", visits("HC2"));

    expect((await hub.messages()).map(({ body }) => body.data.sourceRecordRef)).toEqual(["HC2"]);
    await answering();
  });

  test("what a file introduced is known after a restart, from the file and from nowhere else", async () => {
    await hub.start();
    const details = "detail-responses-20261121.ndjson";
    await hub.drop(PROBATION, details, await sampleFile("probation", details));
    await hub.stop();

    await hub.start();
    const events = "domain-events-20261121.json";
    expect(await hub.drop(PROBATION, events, await sampleFile("probation", events))).toMatchObject({
      errors: 3,
      events: 16,
    });
  });
});

/** Stands in for the core, which has its own tests: answers positions by source, `otherwise` for any other. */
function answerPositions(positions: Readonly<Record<string, number>>, otherwise = 0): () => Promise<void> {
  const subscription = hub.core.subscribe("core.source-position.read", {
    callback: (_error, message) => {
      const { source } = message.json<{ readonly source: string }>();
      message.respond(JSON.stringify({ position: positions[source] ?? otherwise }));
    },
  });
  return async () => subscription.unsubscribe();
}
