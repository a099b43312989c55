import type { RowProblem } from "../../connector.ts";
import { rowError } from "../../rows/row-problems.ts";

/** A file over this is refused by its size alone, without being read. */
export const FEED_FILE_BYTES_MAX = 32 * 1024 * 1024;

const BOM_ENCODINGS = [
  { mark: [0xef, 0xbb, 0xbf], label: "utf-8" },
  { mark: [0xff, 0xfe], label: "utf-16le" },
  { mark: [0xfe, 0xff], label: "utf-16be" },
] as const;

/** The text of a feed file without its byte order mark: UTF-8, or UTF-16 that says so with one. */
export function decodeFeedText(bytes: Uint8Array): string | RowProblem {
  const marked = BOM_ENCODINGS.find(({ mark }) => mark.every((byte, at) => bytes[at] === byte));
  const label = marked?.label ?? "utf-8";
  try {
    const text = new TextDecoder(label, { fatal: true }).decode(bytes);
    // UTF-16 without a mark passes as UTF-8 full of NUL characters, which no feed has.
    return text.includes("\u0000") ? invalidEncoding("UTF-8, it has NUL characters") : text;
  } catch {
    return invalidEncoding(label.toUpperCase());
  }
}

export function invalidEncoding(notValid: string): RowProblem {
  return rowError(
    "INVALID_ENCODING",
    `the file is not valid ${notValid}; no row was read`,
    "send the file again as UTF-8, or as UTF-16 with a byte order mark",
  );
}

export function fileTooLarge(bytes: number): RowProblem {
  const limit = FEED_FILE_BYTES_MAX / 1024 / 1024;
  return rowError(
    "FILE_TOO_LARGE",
    `the file has ${Math.ceil(bytes / 1024 / 1024)} MB, the limit is ${limit} MB; no row was read`,
    `send it in parts of at most ${limit} MB`,
  );
}
