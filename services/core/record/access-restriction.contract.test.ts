import { afterAll, beforeAll, expect, test } from "vitest";
import { type CoreAtWork, startCoreAtWork } from "#test/core-at-work.ts";
import { personOf } from "#test/core-questions.ts";
import { eventOf } from "#test/made-up-events.ts";
import { id, register } from "#test/made-up-feeds.ts";

let core: CoreAtWork;

beforeAll(async () => {
  core = await startCoreAtWork();
  await core.takeIn(register("Sarah", "Ellerby", "1986-10-09", "2004/9011006G", "X900006"));
});

afterAll(async () => {
  await core[Symbol.asyncDispose]();
});

test("a restriction is published in the transaction that sets it, and one that cannot be read keeps everybody out", async () => {
  const personId = await personOf(core, "X900006");
  const restrict = (excluded: readonly string[], time: string) =>
    eventOf({
      type: "probation.access-restriction.changed",
      agency: "solent-probation",
      person: { identifiers: [id("CRN", "X900006")] },
      time,
      payload: { excluded, restricted: [], readable: true },
    });
  await core.takeIn(restrict(["J.Marsh@probation.example"], "2026-11-19T14:02:11Z"));
  expect((await core.read(personId))?.accessRestriction).toEqual({
    excluded: ["j.marsh@probation.example"],
    restricted: [],
  });
  const feed =
    await core.owner`select kind from core.change_feed where person_id = ${personId} and kind = 'access-restricted'`;
  expect(feed).toHaveLength(1);

  await core.takeIn(restrict(["somebody@else.example"], "2026-11-20T00:00:00Z"));
  expect((await core.read(personId))?.accessRestriction).toBe("unreadable");
  await core.takeIn(restrict([], "2026-11-21T00:00:00Z"));
  expect((await core.read(personId))?.accessRestriction).toBeNull();
});
