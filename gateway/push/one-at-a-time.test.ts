import { expect, test } from "vitest";
import { oneAtATime } from "./one-at-a-time.ts";

test("those who ask while it runs share one further run", async () => {
  const gates: (() => void)[] = [];
  let most = 0;
  let now = 0;
  const run = oneAtATime(async () => {
    now += 1;
    most = Math.max(most, now);
    await new Promise<void>((resolve) => gates.push(resolve));
    now -= 1;
  });
  const asked = [run("a"), run("a"), run("a")];
  gates[0]?.();
  await asked[0];
  await Promise.resolve();
  gates[1]?.();
  await Promise.all(asked);
  expect([gates.length, most]).toEqual([2, 1]);
});

test("a run that fails does not stop the next one", async () => {
  let runs = 0;
  const run = oneAtATime(async () => {
    runs += 1;
    if (runs === 1) {
      throw new Error("first");
    }
  });
  const first = run("a");
  const second = run("a");
  await expect(first).rejects.toThrow("first");
  await second;
  expect(runs).toBe(2);
});

test("different keys do not wait for each other", async () => {
  const started: string[] = [];
  const run = oneAtATime(async (key) => {
    started.push(key);
    await new Promise<void>(() => {});
  });
  void run("a");
  void run("b");
  expect(started).toEqual(["a", "b"]);
});
