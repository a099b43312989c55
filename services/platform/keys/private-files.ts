import { randomBytes } from "node:crypto";
import { chmod, link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/** Makes a folder that only we may enter, and closes one that was left open. */
export async function ensurePrivateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
}

/** Replaces a file of mode 0600 in one step: a reader sees the old text or the new, never half of one. */
export async function writePrivateFile(file: string, text: string): Promise<void> {
  const draft = await writeDraft(file, text);
  await rename(draft, file);
}

/**
 * Returns the secret in `file`, made by `create` if there is none. When several processes start at
 * once, all of them get the one that was stored first.
 */
export async function loadOrCreateSecret(file: string, create: () => string): Promise<string> {
  const existing = await readIfThere(file);
  if (existing !== null) return existing;
  await ensurePrivateFolder(dirname(file));
  const draft = await writeDraft(file, create());
  try {
    await link(draft, file);
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return readFile(file, "utf8");
}

/** A password of 192 random bits, safe inside a URL. */
export function randomPassword(): string {
  return randomBytes(24).toString("base64url");
}

export async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return null;
    throw error;
  }
}

async function writeDraft(file: string, text: string): Promise<string> {
  const draft = `${file}.${randomBytes(6).toString("hex")}.draft`;
  await writeFile(draft, text, { mode: 0o600, flag: "wx", flush: true });
  return draft;
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
