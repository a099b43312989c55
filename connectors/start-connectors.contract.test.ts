import { createHash } from "node:crypto";
import { appendFile, readdir, stat, writeFile } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  type ConnectorsAtWork,
  NOW,
  POLICE,
  PROBATION,
  sampleFile,
  startConnectorsAtWork,
  until,
  visits,
} from "#test/connectors-at-work.ts";
import { RMS_HEADER } from "./police/rms-extract.ts";

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

describe("a file that is dropped", () => {
  test("is on the bus, acknowledged and marked in well under 200 ms", async () => {
    await hub.start();
    const tookMs: number[] = [];
    for (const ref of ["HC1", "HC2", "HC3", "HC4", "HC5"]) {
      const droppedAt = performance.now();
      await hub.drop(POLICE, `rms-extract-${ref}.csv`, visits(ref));
      tookMs.push(performance.now() - droppedAt);
    }
    // The best of a few: the machine may be busy with others.
    expect(Math.min(...tookMs)).toBeLessThan(200);
  });

  test("carries its ids and its place in the source, and its marker counts what came of it", async () => {
    await hub.start();
    const marker = await hub.drop(POLICE, "rms-extract-1.csv", visits("HC1"));

    expect(marker).toEqual({
      file: "rms-extract-1.csv",
      sha256: createHash("sha256").update(visits("HC1")).digest("hex"),
      source: `rms-extract:${marker.sha256.slice(0, 16)}`,
      events: 1,
      rows: 1,
      accepted: 1,
      warnings: 0,
      errors: 0,
      startedAt: NOW.toISOString(),
      finishedAt: NOW.toISOString(),
    });
    const [message] = await hub.messages();
    expect(message).toMatchObject({
      subject: "feed.police.hampshire-police.contact.recorded",
      source: marker.source,
      sequence: "1",
      body: { type: "police.contact.recorded", agencyid: POLICE },
    });
    expect(message?.id).toBe(`${POLICE}:${message?.body.id}`);
    expect(await hub.receipts(POLICE)).toEqual(["rms-extract-1.csv.done.json"]);
  });

  test("is read once it stopped growing, if it is written in place", async () => {
    await hub.start();
    const path = hub.path(POLICE, "rms-extract-slow.csv");
    await writeFile(path, `${RMS_HEADER}\n`);
    const firstSize = (await stat(path)).size;
    await appendFile(path, visits("HC1", "HC2").slice(firstSize));

    expect(await hub.markerOf(POLICE, "rms-extract-slow.csv", 2)).toMatchObject({ rows: 2, events: 2, errors: 0 });
  });

  test("waits for the stream, and is marked only after its events are stored", async () => {
    await hub.dropStream();
    await hub.start();
    await hub.put(POLICE, "rms-extract-1.csv", visits("HC1"));
    await until(async () => (await readdir(hub.path(POLICE))).includes("rms-extract-1.csv"));
    expect(await hub.receipts(POLICE)).toEqual([]);

    await hub.makeStream();

    expect(await hub.markerOf(POLICE, "rms-extract-1.csv")).toMatchObject({ events: 1 });
    expect(await hub.messages()).toHaveLength(1);
  });

  test("holds up nobody who wants to stop while there is no stream to publish to", async () => {
    await hub.dropStream();
    await hub.start();
    await hub.put(POLICE, "rms-extract-1.csv", visits("HC1"));
    await until(async () => hub.isPublishing());

    const askedAt = performance.now();
    await hub.stop();

    expect(performance.now() - askedAt).toBeLessThan(2_000);
    expect(await hub.receipts(POLICE)).toEqual([]);
  });

  test("goes before others in the order of their feeds, whichever came first", async () => {
    await hub.start();
    for (const name of ["domain-events-20261121.json", "detail-responses-20261121.ndjson", "contacts-20261121.csv"]) {
      await hub.put(PROBATION, name, await sampleFile("probation", name));
    }
    expect(await hub.markerOf(PROBATION, "domain-events-20261121.json")).toMatchObject({
      rows: 20,
      errors: 3,
      events: 16,
    });
    // Elements 12, 19 and 20 alone: every detail was found, so none had to be fetched.
    const reported = await hub.errorFile(PROBATION, "domain-events-20261121.json");
    expect(reported.map((line) => line["line"])).toEqual(["12", "19", "20"]);
  });

  test("is read again when its content changes, and not when it does not", async () => {
    await hub.start();
    const first = await hub.drop(POLICE, "rms-extract-1.csv", `${visits("HC1")}broken\nin two\n`);
    expect(await hub.receipts(POLICE)).toEqual(["rms-extract-1.csv.done.json", "rms-extract-1.csv.errors.csv"]);

    await hub.put(POLICE, "rms-extract-1.csv", visits("HC1", "HC2"));
    const second = await hub.markerOf(POLICE, "rms-extract-1.csv", 2);
    expect(second.source).not.toBe(first.source);
    // The row of the first reading was brought then; the error file is gone with the error.
    expect([second.rows, second.events]).toEqual([2, 1]);
    expect(await hub.receipts(POLICE)).toEqual(["rms-extract-1.csv.done.json"]);

    await hub.put(POLICE, "rms-extract-1.csv", visits("HC1", "HC2"));
    await hub.drop(POLICE, "rms-extract-2.csv", visits("HC3"));
    const readings = await hub.owner<{ file: string }[]>`
      select file from connectors.feed_reading where agency_id = ${POLICE} order by reading_id`;
    expect(readings.map(({ file }) => file)).toEqual(["rms-extract-1.csv", "rms-extract-1.csv", "rms-extract-2.csv"]);
  });
});

describe("bad input", () => {
  test("a file of no known feed is told which names are expected", async () => {
    await hub.start();
    const marker = await hub.drop(POLICE, "holiday-rota.xlsx", "PK");
    expect([marker.rows, marker.events, marker.errors]).toEqual([0, 0, 1]);
    expect(await hub.errorFile(POLICE, "holiday-rota.xlsx")).toEqual([
      {
        line: "",
        record: "",
        code: "UNKNOWN_FEED",
        kind: "error",
        why: "the file name belongs to no feed of this agency; no row was read",
        required_action:
          "name the file after its feed: rms-extract, crime-batch, crimes-csv, crimes-ndjson, crimes-json",
      },
    ]);
  });

  test("a file of 200 MB gives one error, quickly, and is never held in memory", async () => {
    await hub.start();
    await hub.put(POLICE, "rms-extract-large.csv", Buffer.alloc(200 * 1024 * 1024, "a"));
    const before = process.memoryUsage().arrayBuffers;
    let held = 0;
    const droppedAt = performance.now();
    await until(async () => {
      held = Math.max(held, process.memoryUsage().arrayBuffers - before);
      return (await hub.receipts(POLICE)).includes("rms-extract-large.csv.done.json");
    });
    expect(performance.now() - droppedAt).toBeLessThan(5_000);
    expect(held).toBeLessThan(100 * 1024 * 1024);
    expect((await hub.errorFile(POLICE, "rms-extract-large.csv")).map((line) => [line["line"], line["code"]])).toEqual([
      ["", "FILE_TOO_LARGE"],
    ]);
  });

  test.each([
    ["invalid UTF-8", Buffer.concat([Buffer.from(`${RMS_HEADER}\n`), Buffer.from([0xc3, 0x28])]), "INVALID_ENCODING"],
    ["a header of something else", Buffer.from("NAME,AGE\nDana,37\n"), "INVALID_HEADER"],
    ["nothing at all", Buffer.alloc(0), "INVALID_HEADER"],
  ])("a file with %s is one error, and the next file is read", async (_name, content, code) => {
    await hub.start();
    await hub.drop(POLICE, "rms-extract-bad.csv", content);
    expect((await hub.errorFile(POLICE, "rms-extract-bad.csv")).map((line) => [line["line"], line["code"]])).toEqual([
      ["", code],
    ]);
    expect(await hub.drop(POLICE, "rms-extract-good.csv", visits("HC1"))).toMatchObject({ events: 1 });
  });

  test("rejected rows are noted for the operator by line and code, and pointed at, without what they said", async () => {
    const pointers: unknown[] = [];
    const subscription = hub.core.subscribe("hub.feed.row-rejected", {
      callback: (_error, message) => {
        pointers.push(message.json());
      },
    });
    await hub.start();
    await hub.drop(POLICE, "rms-extract-20261121.csv", await sampleFile("police", "rms-extract-20261121.csv"));

    await until(async () => pointers.length === 2);
    expect(pointers).toEqual([
      { agencyId: POLICE, feed: "rms-extract", line: 11, code: "INVALID_DATE" },
      { agencyId: POLICE, feed: "rms-extract", line: 16, code: "UNKNOWN_CODE" },
    ]);
    subscription.unsubscribe();
    const rows = await hub.owner`select line, code, kind from connectors.rejected_row order by line`;
    expect(rows.map((row) => ({ ...row }))).toEqual([
      { line: 5, code: "INVALID_CHECK_LETTER", kind: "warning" },
      { line: 11, code: "INVALID_DATE", kind: "error" },
      { line: 16, code: "UNKNOWN_CODE", kind: "error" },
    ]);
  });

  test("nothing a row said is kept in the database", async () => {
    await hub.start();
    for (const name of ["domain-events-20261121.json", "detail-responses-20261121.ndjson", "contacts-20261121.csv"]) {
      await hub.put(PROBATION, name, await sampleFile("probation", name));
    }
    await hub.markerOf(PROBATION, "contacts-20261121.csv");
    const stored = await hub.owner`
      select to_jsonb(r)::text as row from connectors.feed_reading r
      union all select to_jsonb(r)::text from connectors.rejected_row r
      union all select to_jsonb(e)::text from connectors.published_event e`;
    expect(stored.length).toBeGreaterThan(10);
    expect(JSON.stringify(stored)).not.toMatch(/X9000|Ashdown|2007\/9001234F|1989/);
  });
});
