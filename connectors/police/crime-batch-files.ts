import { createHash } from "node:crypto";
import { isCrimeHeader, OWN_CRIME_COLUMNS } from "./crimes.ts";

/** A batch that came over the API, as the file that stands for it in the feed folder. */
export type BatchFile = { readonly id: string; readonly name: string; readonly content: string };

const ID_LENGTH = 32;

/** The same batch again is the same file. */
export function fileOfCsv(csv: string): BatchFile {
  const id = idOf(csv);
  const [header = ""] = csv.split(/\r\n|\n|\r/, 1);
  const cells = header.split(",");
  const isOwn = isCrimeHeader(cells) && cells.length === OWN_CRIME_COLUMNS.length;
  return { id, name: isOwn ? `crimes-api-${id}.csv` : `crime-batch-api-${id}.csv`, content: csv };
}

/** Crimes as JSON, one a line. */
export function fileOfCrimes(crimes: readonly unknown[]): BatchFile {
  const content = `${crimes.map((crime) => JSON.stringify(crime)).join("\n")}\n`;
  const id = idOf(content);
  return { id, name: `crimes-api-${id}.ndjson`, content };
}

/** The names under which a batch with that id can lie. */
export function namesOf(id: string): readonly string[] {
  return [`crime-batch-api-${id}.csv`, `crimes-api-${id}.csv`, `crimes-api-${id}.ndjson`];
}

export function isBatchId(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text);
}

function idOf(content: string): string {
  return createHash("sha256").update(content).digest("hex").slice(0, ID_LENGTH);
}
