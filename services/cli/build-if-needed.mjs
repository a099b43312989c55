// Compiles the sources to dist/ when any of them is newer than the last build; prints nothing unless that fails.
// Plain JavaScript, because it runs before there is anything compiled.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");
const SOURCES = ["schemas", "policies", "connectors", "gateway", "services"];
const SETTINGS = ["package.json", "tsconfig.json", "tsconfig.build.json"];
const LAST_BUILD = join(ROOT, "dist/.tsbuildinfo");
const ENTRIES = ["dist/services/main.js", "dist/services/cli/main.js"];

if (isStale()) build();

function isStale() {
  if (![LAST_BUILD, ...ENTRIES.map((entry) => join(ROOT, entry))].every(existsSync)) return true;
  const built = statSync(LAST_BUILD).mtimeMs;
  const isNewer = (file) => statSync(file).mtimeMs > built;
  return [...SETTINGS.map((name) => join(ROOT, name)), ...SOURCES.flatMap(sourceFiles)].some(isNewer);
}

function sourceFiles(folder) {
  const entries = readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.(ts|json)$/.test(entry.name) && !entry.name.endsWith(".test.ts"))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

function build() {
  if (compile().status === 0) return;
  // The compiler's record of an older tree can make it report faults that are not there; without it the fault is real.
  rmSync(LAST_BUILD, { force: true });
  const { status, stdout, stderr } = compile();
  if (status === 0) return;
  // The compiler records a failed build too; without its record the next run compiles again.
  rmSync(LAST_BUILD, { force: true });
  process.stderr.write(`${stdout}${stderr}`);
  process.exit(status ?? 1);
}

function compile() {
  const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
  return spawnSync(process.execPath, [compiler, "-p", "tsconfig.build.json"], { cwd: ROOT, encoding: "utf8" });
}
