import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Benchmark } from "./figure.ts";

const USAGE = "usage: npm run bench -- <name>";
const NOT_BENCHMARKS = new Set(["run.ts", "figure.ts"]);

/** Runs one benchmark; a benchmark is a file of this folder named `<name>.bench.ts` that exports `benchmark`. */
async function main(name: string | undefined): Promise<number> {
  const folder = dirname(fileURLToPath(import.meta.url));
  const names = (await readdir(folder))
    .filter((file) => file.endsWith(".bench.ts") && !NOT_BENCHMARKS.has(file))
    .map((file) => file.replace(".bench.ts", ""));
  if (name === undefined || !names.includes(name)) {
    console.error(`${USAGE}\nbenchmarks: ${names.join(", ")}`);
    return name === "--help" ? 0 : 3;
  }
  const module: { readonly benchmark: Benchmark } = await import(pathToFileURL(join(folder, `${name}.bench.ts`)).href);
  await module.benchmark((figure) => console.log(JSON.stringify({ bench: name, ...figure })));
  return 0;
}

process.exitCode = await main(process.argv[2]);
