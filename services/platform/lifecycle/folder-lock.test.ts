import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { lockFolder } from "./folder-lock.ts";

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "concordat-lock-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

test("a second hub is kept off a folder until the first has let it go", async () => {
  const folder = await makeFolder();
  const release = await lockFolder(folder);

  await expect(lockFolder(folder)).rejects.toThrow(`another hub is running on ${folder}`);
  await release();

  await (await lockFolder(folder))();
  expect(await readdir(folder)).toEqual([]);
});

test("the lock of a process that was killed is taken over", async () => {
  const folder = await makeFolder();
  const script = "require('net').createServer().listen(process.argv[1], () => console.log('up'))";
  const holder = spawn(process.execPath, ["-e", script, join(folder, "hub.lock")], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  await new Promise((resolve) => holder.stdout.once("data", resolve));
  await expect(lockFolder(folder)).rejects.toThrow("another hub is running");

  const exit = new Promise((resolve) => holder.once("exit", resolve));
  holder.kill("SIGKILL");
  await exit;

  await (await lockFolder(folder))();
});

test.runIf(process.platform === "linux")("a folder with a path too long for a socket can be locked", async () => {
  const folder = join(await makeFolder(), "a".repeat(100), "b".repeat(100));
  await mkdir(folder, { recursive: true });
  const release = await lockFolder(folder);
  onTestFinished(release);

  await expect(lockFolder(folder)).rejects.toThrow("another hub is running");
});
