import { expect, test } from "vitest";
import { settableMachine } from "#test/settable-machine.ts";
import { createLease, LEASE_MS } from "./lease.ts";

function leased() {
  const machine = { running: 0, wall: 1_000_000 };
  const lease = createLease({ runningMs: () => machine.running, wallMs: () => machine.wall });
  return { machine, lease };
}

test("before anything was read there is no lease", () => {
  expect(leased().lease.leftMs()).toBe(0);
});

test("a lease runs from the beginning of the reading that proved it, and not from its end", () => {
  const { machine, lease } = leased();
  const from = lease.now();
  machine.running += 5_000;
  machine.wall += 5_000;
  lease.renew(from);
  expect(lease.leftMs()).toBe(LEASE_MS - 5_000);
});

test.each([
  ["a wall clock set back an hour", 600_000, -3_600_000, LEASE_MS - 600_000],
  ["a wall clock set on an hour", 0, 3_600_000, LEASE_MS - 3_600_000],
  ["a machine that slept, while its running clock stood still", 1_000, LEASE_MS, 0],
])("%s: whichever clock says more counts", (_what, running, wall, left) => {
  const { machine, lease } = leased();
  lease.renew(lease.now());
  machine.running += running;
  machine.wall += wall;
  expect(lease.leftMs()).toBe(left);
});

test("the machine's own clocks renew it for the whole of its time", () => {
  const lease = createLease(settableMachine());
  lease.renew(lease.now());
  expect(lease.leftMs()).toBeGreaterThan(LEASE_MS - 1_000);
});
