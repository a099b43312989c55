import { expect, test } from "vitest";
import { createAddressBuckets } from "./address-buckets.ts";

function bucketsAt(burst: number, perSecond: number) {
  let nowMs = 0;
  const buckets = createAddressBuckets({ monotonicMs: () => nowMs, burst, perSecond });
  const taken = (address: string) => {
    try {
      buckets.take(address);
      return true;
    } catch (error) {
      expect(error).toMatchObject({ code: "quota-exceeded" });
      return false;
    }
  };
  return {
    buckets,
    taken,
    wait: (ms: number) => {
      nowMs += ms;
    },
  };
}

test("a stranger may make the hub verify so much at once, and so much a second", () => {
  const { taken, wait } = bucketsAt(2, 1);
  expect([taken("a"), taken("a"), taken("a")]).toEqual([true, true, false]);
  wait(1000);
  expect([taken("a"), taken("a")]).toEqual([true, false]);
});

test("one address does not pay for another", () => {
  const { taken } = bucketsAt(1, 1);
  expect([taken("a"), taken("b"), taken("a")]).toEqual([true, true, false]);
});

test("whoever's signature verifies is not held back", () => {
  const { buckets, taken } = bucketsAt(1, 0);
  for (let call = 0; call < 100; call += 1) {
    expect(taken("a")).toBe(true);
    buckets.giveBack("a");
  }
});

test("tokens do not gather beyond the burst", () => {
  const { buckets, taken, wait } = bucketsAt(1, 1);
  wait(3_600_000);
  expect([taken("a"), taken("a")]).toEqual([true, false]);
  buckets.giveBack("b");
  expect([taken("b"), taken("b")]).toEqual([true, false]);
});

test("only so many addresses are remembered", () => {
  const { taken } = bucketsAt(1, 0);
  expect(taken("first")).toBe(true);
  for (let address = 0; address <= 10_000; address += 1) {
    taken(String(address));
  }
  expect(taken("first")).toBe(true);
});
