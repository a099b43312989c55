import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { generateAll } from "./generate-all.ts";
import { SchemaFault } from "./load-schemas.ts";

/** `npm run generate` writes schemas/generated/; with `-- --check` it changes nothing and exits 1 on drift. */
function run(checkOnly: boolean): number {
  const schemas = fileURLToPath(new URL("..", import.meta.url));
  const target = join(schemas, "generated");
  const expected = generateAll(schemas);
  const stale = staleFiles(target, expected);
  if (checkOnly && stale.length > 0) {
    console.error(
      `Out of date in schemas/generated: ${stale.join(", ")}. Run "npm run generate" and commit the result.`,
    );
    return 1;
  }
  if (!checkOnly) {
    write(target, expected, stale);
    console.log(
      stale.length === 0 ? "schemas/generated is up to date." : `Wrote schemas/generated: ${stale.join(", ")}.`,
    );
  }
  return 0;
}

function staleFiles(target: string, expected: ReadonlyMap<string, string>): readonly string[] {
  mkdirSync(target, { recursive: true });
  const present = new Set(readdirSync(target));
  const changed = [...expected]
    .filter(([file, text]) => !present.has(file) || readFileSync(join(target, file), "utf8") !== text)
    .map(([file]) => file);
  const left = [...present].filter((file) => !expected.has(file));
  return [...changed, ...left].sort();
}

function write(target: string, expected: ReadonlyMap<string, string>, stale: readonly string[]): void {
  for (const file of stale) {
    const text = expected.get(file);
    if (text === undefined) {
      rmSync(join(target, file));
    } else {
      writeFileSync(join(target, file), text);
    }
  }
}

try {
  process.exitCode = run(process.argv.includes("--check"));
} catch (error) {
  if (!(error instanceof SchemaFault)) {
    throw error;
  }
  console.error(`Nothing was generated. ${error.message}`);
  process.exitCode = 1;
}
