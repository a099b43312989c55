import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { featureTable, featureTests, withTable } from "./feature-table.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const JOURNEYS = "test/journeys";
const PAGE = "docs/casework.md";

/** `npm run features` writes the table of docs/casework.md; with `-- --check` it changes nothing and exits 1 on drift. */
function run(checkOnly: boolean): number {
  const files = readdirSync(`${ROOT}${JOURNEYS}`, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => `${JOURNEYS}/${file}`)
    .sort();
  const tests = files.flatMap((file) => featureTests(file, readFileSync(`${ROOT}${file}`, "utf8")));
  const page = readFileSync(`${ROOT}${PAGE}`, "utf8");
  const wanted = withTable(page, featureTable(tests));
  if (wanted === null) {
    process.stderr.write(`${PAGE} has no place for the table of features.\n`);
    return 1;
  }
  if (checkOnly && wanted !== page) {
    process.stderr.write(`Out of date: ${PAGE}. Run "npm run features" and commit the result.\n`);
    return 1;
  }
  if (!checkOnly) {
    writeFileSync(`${ROOT}${PAGE}`, wanted);
  }
  return 0;
}

process.exitCode = run(process.argv.includes("--check"));
