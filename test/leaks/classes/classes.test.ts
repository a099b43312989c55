import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Door, openDoor } from "../door/door.ts";
import { type LeakWorld, startLeakWorld } from "../door/leak-world.ts";
import { CLASSES } from "./classes.ts";

let world: LeakWorld;

beforeAll(async () => {
  world = await startLeakWorld();
}, 120_000);
afterAll(() => world?.[Symbol.asyncDispose]());

describe.each(CLASSES)("$id", ({ id, says, checks }) => {
  let door: Door;
  beforeAll(async () => {
    door = await openDoor(world);
  });
  afterAll(() => door?.[Symbol.asyncDispose]());

  test.each(Object.entries(checks))(`${id} ${says}: %s`, async (_outlet, check) => {
    expect(await check(door)).toEqual([]);
  });
});

describe.each(CLASSES)("$id can fail", ({ id, checks, broken }) => {
  describe.each(Object.entries(broken))("%s", (what, { fault, seenAt }) => {
    let door: Door;
    beforeAll(async () => {
      door = await openDoor(world, fault);
    });
    afterAll(() => door?.[Symbol.asyncDispose]());

    test.each(seenAt)(`${id} notices ${what}: %s`, async (outlet) => {
      const problems = (await checks[outlet]?.(door)) ?? [];
      expect(problems.length).toBeGreaterThan(0);
    });
  });
});
