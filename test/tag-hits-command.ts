import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { BadInput } from "#services/cli/command.ts";
import { tagHits } from "#services/cli/tag-hits.ts";

/** Runs `concordat tag-hits match` in this process. */
export async function matchTagHits(...args: readonly string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await tagHits.run(["match", ...args], {
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    env: {},
    signal: new AbortController().signal,
  });
  const hits = out
    .join("")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
  return { code, hits, figures: JSON.parse(err.join("")) };
}

/** The one sentence with which it refuses. */
export const refusedMatch = (...args: readonly string[]) =>
  matchTagHits(...args).then(
    () => "accepted",
    (error) => (error instanceof BadInput ? error.message : error),
  );

export const PLAIN_CRIMES = "crimeReference,from,to,easting,northing,locationUncertaintyM";

/** Two people on the grid: one drives past a crime between two fixes, the other stays beside it; and a third afar. */
export async function madeUpColumns(
  folder: string,
  change: { readonly short?: boolean; readonly person?: number } = {},
) {
  const rows = [
    [0, 1_000, 44_100_000, 11_200_000, 10],
    [1, 1_000, 44_205_000, 11_203_000, 10],
    [0, 1_060, 44_300_000, 11_200_000, 10],
    [change.person ?? 2, 1_060, 40_000_000, 11_203_000, 10],
    [1, 1_060, 44_205_000, 11_203_000, 10],
  ] as const;
  const column = (place: 0 | 1 | 2 | 3 | 4) => rows.map((row) => row[place]);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "p.bin"), new Uint8Array(Uint32Array.from(column(0)).buffer));
  await writeFile(join(folder, "t.bin"), new Uint8Array(Uint32Array.from(column(1)).buffer));
  await writeFile(join(folder, "e.bin"), new Uint8Array(Int32Array.from(column(2)).buffer));
  await writeFile(join(folder, "n.bin"), new Uint8Array(Int32Array.from(column(3)).buffer));
  await writeFile(join(folder, "a.bin"), Uint8Array.from(column(4)).slice(0, change.short ? 4 : 5));
  return folder;
}
