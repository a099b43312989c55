import { afterAll, beforeAll, expect, test } from "vitest";
import { type GatewayAtWork, startGatewayAtWork } from "#test/gateway-at-work.ts";
import { readChanges } from "./change-feed.ts";

let hub: GatewayAtWork;

beforeAll(async () => {
  hub = await startGatewayAtWork();
});
afterAll(() => hub[Symbol.asyncDispose]());

test("changes come in the order of their numbers and not of their digits, so that a limit cuts off the last", async () => {
  const personId = await hub.addPerson({ values: {} });
  for (const changeId of [8, 9, 10, 11]) {
    await hub.owner`
      insert into core.change_feed (change_id, xid, person_id, kind, fields, version, detail, created_at)
      overriding system value values (${900_000 + changeId}, ${String(changeId)}::text::xid8, ${personId}, 'record', '{}', 1, '{}', now())`;
  }
  const changes = await readChanges(hub.owner, { xid: "7", changeId: "0" }, 3);
  expect(changes.map(({ position }) => position.xid)).toEqual(["8", "9", "10"]);
});
