import { afterEach, expect, test, vi } from "vitest";
import { HubError } from "#schemas/problems.ts";
import { orLogUnavailable } from "./in-one-transaction.ts";

afterEach(() => vi.useRealTimers());

test("a store that does not answer is a log that cannot be written", async () => {
  vi.useFakeTimers();
  const answer = orLogUnavailable(() => new Promise<never>(() => undefined));
  const refused = expect(answer).rejects.toMatchObject({ name: "HubError", code: "log-unavailable" });
  await vi.advanceTimersByTimeAsync(60_000);
  await refused;
});

test("what the store says late harms nobody", async () => {
  vi.useFakeTimers();
  let fail: (error: Error) => void = () => undefined;
  const answer = orLogUnavailable(
    () =>
      new Promise<never>((_resolve, reject) => {
        fail = reject;
      }),
  );
  const refused = expect(answer).rejects.toMatchObject({ code: "log-unavailable" });
  await vi.advanceTimersByTimeAsync(60_000);
  await refused;
  fail(new Error("too late"));
});

test("an answer in time is handed on, and a failure that is not the store's stays what it is", async () => {
  expect(await orLogUnavailable(() => Promise.resolve("answer"))).toBe("answer");
  const refusal = new HubError("not-found", "nobody");
  await expect(orLogUnavailable(() => Promise.reject(refusal))).rejects.toBe(refusal);
});
