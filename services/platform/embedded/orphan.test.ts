import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { endOrphan } from "./orphan.ts";

async function pidFileOf(pid: number | string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "concordat-orphan-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "server.pid");
  await writeFile(file, `${pid}\nanother line\n`);
  return file;
}

async function sleeper(mark: string): Promise<ChildProcess> {
  const child = spawn("sh", ["-c", "echo up; while :; do sleep 0.05; done", mark], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  await new Promise((resolve) => child.stdout?.once("data", resolve));
  return child;
}

test("a process with our mark is ended", async () => {
  const child = await sleeper("/srv/hub/pg");

  await endOrphan({ pidFile: await pidFileOf(child.pid ?? 0), mark: "/srv/hub/pg", signals: ["SIGTERM", "SIGKILL"] });

  expect(child.signalCode ?? (await new Promise((resolve) => child.once("exit", (_, signal) => resolve(signal))))).toBe(
    "SIGTERM",
  );
});

test("a stranger that was given the same process id is left alone", async () => {
  const child = await sleeper("/srv/other/pg");

  await endOrphan({ pidFile: await pidFileOf(child.pid ?? 0), mark: "/srv/hub/pg", signals: ["SIGTERM", "SIGKILL"] });

  expect(child.exitCode).toBeNull();
  expect(child.signalCode).toBeNull();
});

test.each([["4194304"], ["-1"], ["1"], ["0"], ["nonsense"], [""]])("a pid file with %j ends nothing", async (pid) => {
  await endOrphan({ pidFile: await pidFileOf(pid), mark: "/srv/hub/pg", signals: ["SIGTERM"] });
});

test("no pid file means no orphan", async () => {
  await endOrphan({ pidFile: "/nowhere/server.pid", mark: "/srv/hub/pg", signals: ["SIGTERM"] });
});
