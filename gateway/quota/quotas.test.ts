import { expect, test } from "vitest";
import { CALLS_PER_MINUTE, callClassOf, limitsOf } from "./call-limits.ts";
import type { LeaseCalls } from "./lease-calls.ts";
import { createQuotas } from "./quotas.ts";
import { rateLimitHeaders } from "./rate-limit-headers.ts";

const NOW = new Date("2026-11-22T09:15:20Z");

/** One quota for all who lease from it, as the database keeps it; answers after the caller has gone on. */
function storeOf(): { readonly lease: LeaseCalls; readonly leases: number[] } {
  const leased = new Map<string, number>();
  const leases: number[] = [];
  const lease: LeaseCalls = async ({ agencyId, callClass, windowStart, limit, wanted }) => {
    await Promise.resolve();
    const name = `${agencyId} ${callClass} ${windowStart.toISOString()}`;
    const before = leased.get(name) ?? 0;
    const granted = Math.min(wanted, Math.max(limit - before, 0));
    leased.set(name, before + granted);
    leases.push(granted);
    return { granted, left: limit - before - granted };
  };
  return { lease, leases };
}

test("calls beyond the limit are not allowed, and are told when to go on", async () => {
  const { lease } = storeOf();
  const count = createQuotas(() => 3, lease);
  const counted = [];
  for (let call = 0; call < 4; call += 1) {
    const { allowed, left, resetS } = await count("test-police", "reads", NOW);
    counted.push({ allowed, left, resetS });
  }
  expect(counted).toEqual([
    { allowed: true, left: 2, resetS: 40 },
    { allowed: true, left: 1, resetS: 40 },
    { allowed: true, left: 0, resetS: 40 },
    { allowed: false, left: 0, resetS: 40 },
  ]);
});

test("each agency, each class and each minute has its own", async () => {
  const { lease } = storeOf();
  const count = createQuotas(() => 1, lease);
  const allowed = async (...call: Parameters<typeof count>) => (await count(...call)).allowed;
  const later = new Date("2026-11-22T09:16:00Z");
  expect(await allowed("test-police", "reads", NOW)).toBe(true);
  expect(await allowed("test-housing", "reads", NOW)).toBe(true);
  expect(await allowed("test-police", "writes", NOW)).toBe(true);
  expect(await allowed("test-police", "reads", NOW)).toBe(false);
  expect(await allowed("test-police", "reads", later)).toBe(true);
});

test("of a thousand calls at once on three nodes exactly the limit is allowed, and the store is asked for many at a time", async () => {
  const { lease, leases } = storeOf();
  const nodes = [0, 1, 2].map(() => createQuotas(() => 500, lease));
  const calls = Array.from({ length: 1_000 }, (_, at) => nodes[at % 3]?.("test-police", "reads", NOW));
  const counted = await Promise.all(calls);
  expect(counted.filter((one) => one?.allowed)).toHaveLength(500);
  expect(leases.filter((granted) => granted > 0)).toEqual(Array.from({ length: 50 }, () => 10));
  expect(leases.filter((granted) => granted === 0)).toHaveLength(3);
});

test("a call that was given back may be made again; one that was refused has nothing to give", async () => {
  const { lease } = storeOf();
  const count = createQuotas(() => 1, lease);
  const first = await count("test-police", "reads", NOW);
  const refused = await count("test-police", "reads", NOW);
  refused.giveBack();
  expect((await count("test-police", "reads", NOW)).allowed).toBe(false);
  first.giveBack();
  expect((await count("test-police", "reads", NOW)).allowed).toBe(true);
});

test("when the store does not answer the call is not counted as allowed, and the next one asks again", async () => {
  const { lease } = storeOf();
  let away = true;
  const count = createQuotas(
    () => 1,
    (asked) => (away ? Promise.reject(new Error("away")) : lease(asked)),
  );
  await expect(count("test-police", "reads", NOW)).rejects.toThrow("away");
  away = false;
  expect((await count("test-police", "reads", NOW)).allowed).toBe(true);
});

test("the scheme's limit for an agency goes before the hub's own", () => {
  const agencies = [
    { agencyId: "test-police", agencyType: "police", label: "Test Police", callsPerMinute: { reads: 7 } },
    { agencyId: "test-housing", agencyType: "housing", label: "Test Housing" },
  ] as const;
  const limitOf = limitsOf({ agencies });
  expect([
    limitOf("test-police", "reads"),
    limitOf("test-police", "searches"),
    limitOf("test-housing", "reads"),
  ]).toEqual([7, CALLS_PER_MINUTE.searches, CALLS_PER_MINUTE.reads]);
});

test.each([
  ["GET", undefined, "reads"],
  ["POST", undefined, "writes"],
  ["PUT", undefined, "writes"],
  ["DELETE", undefined, "writes"],
  ["POST", "searches", "searches"],
] as const)("a %s that says %s of itself is counted as %s", (method, callClass, counted) => {
  expect(callClassOf({ method, ...(callClass === undefined ? {} : { callClass }) })).toBe(counted);
});

test("the RateLimit fields say how much, of what, and until when", async () => {
  const count = createQuotas(() => 100, storeOf().lease);
  expect(rateLimitHeaders(await count("test-police", "searches", NOW))).toEqual({
    "ratelimit-policy": '"searches";q=100;w=60',
    ratelimit: '"searches";r=99;t=40',
  });
});
