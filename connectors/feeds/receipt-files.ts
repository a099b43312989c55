import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { RowProblem } from "../connector.ts";

/** Stands beside a file once every event of it is stored on the bus. */
export type DoneMarker = {
  readonly file: string;
  readonly sha256: string;
  /** `<feed>:<first 16 hex of the digest>`, the source under which the core counts the events. */
  readonly source: string;
  readonly events: number;
  readonly rows: number;
  readonly accepted: number;
  readonly warnings: number;
  readonly errors: number;
  readonly startedAt: string;
  readonly finishedAt: string;
};

/** A line of the error file; `line` is null where the file as a whole is meant. */
export type ReportedProblem = {
  readonly line: number | null;
  readonly recordRef: string | null;
  readonly problem: RowProblem;
};

const ERROR_COLUMNS = "line,record,code,kind,why,required_action";
const DONE = ".done.json";
const ERRORS = ".errors.csv";

/** True of what the connector itself puts into a feed folder, and of hidden files, which are still arriving. */
export function isReceiptOrHidden(name: string): boolean {
  return name.startsWith(".") || name.endsWith(DONE) || name.endsWith(ERRORS);
}

export async function readMarker(path: string): Promise<DoneMarker | null> {
  let text: string;
  try {
    text = await readFile(`${path}${DONE}`, "utf8");
  } catch {
    return null;
  }
  try {
    return markerOf(JSON.parse(text));
  } catch {
    // A marker that cannot be read marks nothing: the file is read again, which is harmless.
    return null;
  }
}

export function writeMarker(path: string, marker: DoneMarker): Promise<void> {
  return writeWhole(`${path}${DONE}`, `${JSON.stringify(marker, null, 2)}\n`);
}

/** Writes the error file, or takes away that of an earlier reading when there is nothing to say. */
export async function writeErrorFile(path: string, reported: readonly ReportedProblem[]): Promise<void> {
  if (reported.length === 0) {
    await rm(`${path}${ERRORS}`, { force: true });
    return;
  }
  const lines = reported.map(({ line, recordRef, problem }) =>
    [
      line === null ? "" : String(line),
      recordRef ?? "",
      problem.code,
      problem.kind,
      problem.why,
      problem.requiredAction,
    ]
      .map(csvCell)
      .join(","),
  );
  await writeWhole(`${path}${ERRORS}`, `${[ERROR_COLUMNS, ...lines].join("\n")}\n`);
}

async function writeWhole(path: string, content: string): Promise<void> {
  const arriving = join(dirname(path), `.${basename(path)}.arriving`);
  await writeFile(arriving, content, { mode: 0o600 });
  await rename(arriving, path);
}

/** A cell that a spreadsheet would take for a formula is made text. */
function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function markerOf(content: unknown): DoneMarker | null {
  if (typeof content !== "object" || content === null || !("sha256" in content) || !("source" in content)) {
    return null;
  }
  const { sha256, source } = content;
  const whole = typeof sha256 === "string" && typeof source === "string" && "events" in content;
  // Written by this file alone; what is acted on has just been checked.
  return whole && typeof content.events === "number" ? (content as DoneMarker) : null;
}
