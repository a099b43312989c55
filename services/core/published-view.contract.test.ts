import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CoreAtWork, startCoreAtWork } from "#test/core-at-work.ts";
import { personOf } from "#test/core-questions.ts";
import { eventOf, NOW } from "#test/made-up-events.ts";
import { id, probation, register } from "#test/made-up-feeds.ts";

let core: CoreAtWork;

beforeAll(async () => {
  core = await startCoreAtWork();
  await core.takeIn(
    register("Daniel", "Ashdown", "1989-04-12", "2007/9001234F", "X900001"),
    register("Tyler", "Dunmore", "2009-02-25", "2024/9009005L", "X900005"),
  );
});

afterAll(async () => {
  await core[Symbol.asyncDispose]();
});

describe("the gateway's role", () => {
  test("cannot read a table of the core, only the published view", async () => {
    const tables = await core.owner<{ name: string }[]>`
      select format('%I.%I', table_schema, table_name) as name from information_schema.tables where table_schema = 'core'`;
    expect(tables.length).toBeGreaterThan(15);
    for (const { name } of tables) {
      await expect(core.asGateway.unsafe(`select 1 from ${name}`), name).rejects.toThrow(/permission denied/);
    }
    const views = await core.asGateway`select count(*) from published.person`;
    expect(Number(views[0]?.["count"])).toBe(2);
  });

  test("cannot change anything it can read", async () => {
    for (const view of ["person", "searchable", "change_feed", "link_review"]) {
      await expect(core.asGateway.unsafe(`delete from published.${view}`), view).rejects.toThrow(
        /denied|cannot delete/,
      );
    }
  });

  test("is never shown whose record awaits review, nor what the record says", async () => {
    const columns = await core.owner<{ column_name: string }[]>`
      select column_name from information_schema.columns
      where table_schema = 'published' and table_name = 'link_review' order by column_name`;
    expect(columns.map(({ column_name }) => column_name)).toEqual([
      "agency_type",
      "candidates",
      "created_at",
      "decided",
      "review_id",
      "state",
    ]);
  });
});

test("the core's role cannot rewrite history", async () => {
  await expect(core.asCore`update core.link_event set cause = 'x'`).rejects.toThrow(/permission denied/);
  await expect(core.asCore`delete from core.change_feed`).rejects.toThrow(/permission denied/);
  await expect(core.asCore`update core.record_value set value = '1'`).rejects.toThrow(/permission denied/);
});

test("a read record carries its facts with the time their supplier was read", async () => {
  const personId = await personOf(core, "X900005");
  const order = { yotPersonId: "SYJS-3391", orderType: "YRO", start: "2026-03-11", end: "2027-09-10" };
  await core.takeIn(
    eventOf({
      type: "yot.order.made",
      agency: "solent-yot",
      person: {
        identifiers: [id("PNC", "2024/9009005L")],
        firstName: "Tyler",
        lastName: "Dunmore",
        dateOfBirth: "2009-02-25",
      },
      payload: order,
    }),
  );
  // Probation's silence counts once its feed has been read, and not before.
  expect((await core.read(personId))?.facts.mappa).toBeUndefined();
  await core.takeIn(probation(id("CRN", "X900005")));
  const record = await core.read(personId);
  expect(record?.facts).toMatchObject({
    "age-group": { steps: [{ value: "under-18" }, { from: "2027-02-25T00:00:00.000Z", value: "adult" }], readAt: NOW },
    "transition-stage": {
      steps: [{ value: "none" }, { value: "t1" }, { from: "2026-11-25T00:00:00.000Z", value: "t2" }, { value: "t3" }],
      readAt: NOW,
    },
    "lifecycle-state": { steps: [{ from: null, value: "active" }], readAt: NOW },
    mappa: { steps: [{ from: null, value: "no" }], readAt: NOW },
  });
  expect(record).toMatchObject({ consents: [], accessRestriction: null, hubStop: null, personId });
});
