import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { onTheBeat } from "./on-the-beat.ts";

const BEAT_MS = 100;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const wait = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms));

/** When work of so many milliseconds is answered. */
async function answeredAt(work: () => Promise<unknown>): Promise<number> {
  const began = Date.now();
  let at: number | null = null;
  const answered = () => {
    at = Date.now() - began;
  };
  void onTheBeat(work, BEAT_MS).then(answered, answered);
  await vi.advanceTimersByTimeAsync(10 * BEAT_MS);
  return at ?? Number.NaN;
}

test.each([
  [0, 100],
  [1, 100],
  [99, 100],
  [101, 200],
  [250, 300],
])("work of %i ms is answered after %i ms", async (workMs, answeredMs) => {
  expect(await answeredAt(() => wait(workMs))).toBe(answeredMs);
});

test("what failed fails, and at the beat as well", async () => {
  const failing = () => Promise.reject(new Error("no log"));
  const failed = expect(onTheBeat(failing, BEAT_MS)).rejects.toThrow("no log");
  await vi.advanceTimersByTimeAsync(BEAT_MS);
  await failed;
  expect(await answeredAt(failing)).toBe(BEAT_MS);
});

test("no beat is left running", async () => {
  await answeredAt(() => wait(1));
  expect(vi.getTimerCount()).toBe(0);
});
