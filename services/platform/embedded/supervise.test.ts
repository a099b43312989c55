import { expect, test } from "vitest";
import { supervise } from "./supervise.ts";

const STOP = [
  { signal: "SIGTERM", waitMs: 300 },
  { signal: "SIGKILL", waitMs: 2_000 },
] as const;

function shell(script: string): Parameters<typeof supervise>[0] {
  return {
    name: "the server",
    command: () => ["sh", "-c", script],
    isReady: (written) => written.includes("ready"),
    stopSignals: STOP,
  };
}

test("a server that ends before it is ready fails with what it wrote", async () => {
  await expect(supervise(shell("echo no such folder >&2; exit 3"))).rejects.toThrow(
    "the server ended with 3 while starting\nno such folder",
  );
});

test("a program that is not there is named", async () => {
  await expect(supervise({ ...shell(""), command: () => ["/nowhere/server"] })).rejects.toThrow(
    "the server could not be run",
  );
});

test("a server that keeps dying is given up after a limited number of restarts", async () => {
  const reasons: string[] = [];
  const givenUp = await new Promise<Error>((resolve) => {
    void supervise({
      ...shell("echo ready >&2; exit 7"),
      onRestart: (reason) => reasons.push(reason),
      onGivenUp: resolve,
    });
  });

  expect(givenUp.message).toBe("the server ended with 7; it was restarted 5 times and is given up");
  expect(reasons).toHaveLength(5);
});

test("a server that does not heed the first signal gets the next", async () => {
  const server = await supervise(shell("trap '' TERM; echo ready >&2; while :; do sleep 0.05; done"));
  const pid = server.pid() ?? Number.NaN;

  await server.stop();

  expect(() => process.kill(pid, 0)).toThrow("ESRCH");
});

test("a server that is stopped is not restarted", async () => {
  const reasons: string[] = [];
  const server = await supervise({
    ...shell("echo ready >&2; exec sleep 60"),
    onRestart: (reason) => reasons.push(reason),
  });

  await server.stop();

  expect(reasons).toEqual([]);
});
