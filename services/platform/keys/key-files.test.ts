import { sign, verify } from "node:crypto";
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { calculateJwkThumbprint } from "jose";
import { expect, onTestFinished, test } from "vitest";
import { loadOrCreateKey } from "./key-files.ts";
import { writePrivateFile } from "./private-files.ts";

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "concordat-keys-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

test("a key signs, and its keyid is the RFC 7638 thumbprint", async () => {
  const key = await loadOrCreateKey(await makeFolder(), "response");
  const text = Buffer.from("an answer");

  expect(verify(null, text, key.publicKey, sign(null, text, key.privateKey))).toBe(true);
  expect(key.keyid).toBe(await calculateJwkThumbprint({ ...key.publicJwk }));
});

test("a key is made once and is the same ever after", async () => {
  const folder = await makeFolder();

  const [first, second] = [await loadOrCreateKey(folder, "log"), await loadOrCreateKey(folder, "log")];

  expect(second.keyid).toBe(first.keyid);
});

test("starts at the same time agree on one key", async () => {
  const folder = await makeFolder();

  const keys = await Promise.all(Array.from({ length: 8 }, () => loadOrCreateKey(folder, "event")));

  expect(new Set(keys.map(({ keyid }) => keyid)).size).toBe(1);
  expect(await readdir(folder)).toEqual(["event.key.json"]);
});

test("each use has a key of its own", async () => {
  const folder = await makeFolder();

  expect((await loadOrCreateKey(folder, "log")).keyid).not.toBe((await loadOrCreateKey(folder, "event")).keyid);
});

test("key files are ours alone, in a folder that is ours alone", async () => {
  const folder = join(await makeFolder(), "keys");
  await mkdir(folder);
  await chmod(folder, 0o755);
  await loadOrCreateKey(folder, "log");

  const [ofFolder, ofFile] = [await stat(folder), await stat(join(folder, "log.key.json"))];

  expect([ofFolder.mode & 0o777, ofFile.mode & 0o777]).toEqual([0o700, 0o600]);
});

test.each([["nonsense"], ["{}"], ["null"], ['{"kty":"OKP","crv":"Ed25519","x":"AA"}']])(
  "a key file that holds %s is refused by name, without its content",
  async (text) => {
    const folder = await makeFolder();
    await writeFile(join(folder, "log.key.json"), text);

    await expect(loadOrCreateKey(folder, "log")).rejects.toThrow(
      "the key file log.key.json does not hold an Ed25519 private JWK",
    );
  },
);

test.each([["../log"], [""], ["Log"], ["a/b"]])("%j is no use of a key", async (use) => {
  await expect(loadOrCreateKey("/nowhere", use)).rejects.toThrow("the use of a key is a short lower-case name");
});

test("a private file is replaced whole and leaves no draft", async () => {
  const folder = await makeFolder();
  const file = join(folder, "agencies.json");
  await writeFile(file, "old", { mode: 0o644 });

  await writePrivateFile(file, "new");

  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(["agencies.json"]);
});
