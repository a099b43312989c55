import { expect, test } from "vitest";
import { createWakes } from "./wakes.ts";

const LONG_MS = 60_000;

test("a hint that came between looking and waiting is not missed", async () => {
  const wakes = createWakes();
  const seen = wakes.count();
  wakes.wake();
  await wakes.after(seen, LONG_MS);
});

test("waiting ends when the signal aborts, also when it had aborted before", async () => {
  const wakes = createWakes();
  const stop = new AbortController();
  const waiting = wakes.after(wakes.count(), LONG_MS, stop.signal);
  stop.abort();
  await waiting;
  await wakes.after(wakes.count(), LONG_MS, stop.signal);
});

test("waiting ends by itself when the time is up", async () => {
  const wakes = createWakes();
  await wakes.after(wakes.count(), 1);
  expect(wakes.count()).toBe(0);
});

test("one hint wakes everybody who waits", async () => {
  const wakes = createWakes();
  const all = [1, 2, 3].map(() => wakes.after(wakes.count(), LONG_MS));
  wakes.wake();
  await Promise.all(all);
});
