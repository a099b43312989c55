import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import type { RowProblem } from "../connector.ts";
import { decodeFeedText, FEED_FILE_BYTES_MAX, fileTooLarge } from "./file-formats/feed-text.ts";

/** Digest and text of a file; in place of the text, what is wrong with the file as a whole. */
export type LoadedFile = { readonly sha256: string; readonly content: string | RowProblem };

/** A file over the limit is never held in memory: only its digest is taken, piece by piece. */
export async function loadFeedFile(path: string): Promise<LoadedFile> {
  const { size } = await stat(path);
  if (size > FEED_FILE_BYTES_MAX) {
    return { sha256: await fileDigest(path), content: fileTooLarge(size) };
  }
  const bytes = await readFile(path);
  return { sha256: createHash("sha256").update(bytes).digest("hex"), content: decodeFeedText(bytes) };
}

export async function fileDigest(path: string): Promise<string> {
  const digest = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
    digest.update(chunk);
  }
  return digest.digest("hex");
}
