import { open, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { crc32 } from "node:zlib";
import type { Fix } from "../matching/fix.ts";
import { syncFolder } from "./day-file.ts";

/** A fix and whose it is. The person is a name of the caller's, such as the hub's person id. */
export type PersonFix = Fix & { readonly person: string };

/** Length and checksum before each batch. */
const FRAME_BYTES = 8;

export type ArrivalLog = {
  /** Resolves once the fixes are on the disk, together with all others that were given meanwhile. */
  readonly append: (fixes: readonly PersonFix[]) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Opens the log of what has arrived since a day was sealed. */
export async function openArrivalLog(path: string): Promise<ArrivalLog> {
  const file = await open(path, "a", 0o600);
  await syncFolder(dirname(path));
  let waiting: Buffer[] = [];
  let last: Promise<void> = Promise.resolve();
  let next: Promise<void> | null = null;
  const flush = async () => {
    const frames = waiting;
    waiting = [];
    next = null;
    await file.appendFile(Buffer.concat(frames));
    await file.datasync();
  };
  return {
    append: (fixes) => {
      waiting.push(frameOf(fixes));
      // Whoever comes while the disk is busy shares the one sync after it. After a failure, such as a full disk, nothing
      // more is taken: what followed a torn batch could not be read again.
      next ??= last.then(flush);
      last = next;
      return next;
    },
    close: async () => {
      await last.catch(() => undefined);
      await file.close();
    },
  };
}

function frameOf(fixes: readonly PersonFix[]): Buffer {
  const body = Buffer.from(JSON.stringify(fixes));
  const frame = Buffer.alloc(FRAME_BYTES);
  frame.writeUInt32LE(body.length, 0);
  frame.writeUInt32LE(crc32(body), 4);
  return Buffer.concat([frame, body]);
}

/**
 * What a log holds. A last batch that was being written when the process ended was never acknowledged: it is cut off, so
 * that what is appended from now on can be read.
 */
export async function recoverArrivals(path: string): Promise<readonly PersonFix[]> {
  const bytes = await readFile(path);
  const fixes: PersonFix[] = [];
  let at = 0;
  for (let body = bodyAt(bytes, at); body !== null; body = bodyAt(bytes, at)) {
    for (const fix of JSON.parse(body.toString("utf8")) as readonly PersonFix[]) {
      fixes.push(fix);
    }
    at += FRAME_BYTES + body.length;
  }
  if (at < bytes.length) {
    const file = await open(path, "r+");
    try {
      await file.truncate(at);
      await file.sync();
    } finally {
      await file.close();
    }
  }
  return fixes;
}

function bodyAt(bytes: Buffer, at: number): Buffer | null {
  if (at + FRAME_BYTES > bytes.length) {
    return null;
  }
  const end = at + FRAME_BYTES + bytes.readUInt32LE(at);
  const body = end > bytes.length ? null : bytes.subarray(at + FRAME_BYTES, end);
  return body !== null && crc32(body) === bytes.readUInt32LE(at + 4) ? body : null;
}
