import "./read-tsx.mjs";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cruise } from "dependency-cruiser";
import { expect, onTestFinished, test } from "vitest";
import rules from "../../.dependency-cruiser.mjs";
import { ROOT } from "./source-files.ts";

/** Files of a small tree of its own, cruised with the rules of this repository. */
const GOOD = {
  "schemas/vocabulary.ts": "export type Word = string;",
  "policies/decide.ts":
    'import type { Word } from "#schemas/vocabulary.ts";\nexport const decide = (word: Word) => word;',
  "policies/project.ts": "export const project = 1;",
  "services/platform/database/database.ts": "export type Sql = unknown;",
  "services/core/start-core.ts":
    'import type { Sql } from "../platform/database/database.ts";\nexport type Core = Sql;',
  "connectors/connector.ts": "export type Connector = 1;",
  "connectors/police/rms.ts": 'import type { Connector } from "../connector.ts";\nexport type Rms = Connector;',
  "connectors/yot/return.ts": "export const yot = 1;",
  "gateway/app.ts": 'import { decide } from "#policies/decide.ts";\nexport const app = decide;',
  "gateway/client/agency-client.ts": 'import type { Word } from "#schemas/vocabulary.ts";\nexport type Client = Word;',
};

async function violationsOf(planted: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), "concordat-layers-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [path, text] of Object.entries({ ...GOOD, ...planted })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), `${text}\n`);
  }
  writeFileSync(join(folder, "package.json"), readFileSync(join(ROOT, "package.json")));
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  const { enhancedResolveOptions, ...options } = rules.options;
  const { output } = await cruise(
    ["schemas", "policies", "services", "connectors", "gateway"],
    { ...options, baseDir: folder, validate: true, ruleSet: { forbidden: rules.forbidden } },
    enhancedResolveOptions,
  );
  return typeof output === "string"
    ? [output]
    : output.summary.violations.map(({ rule, from }) => `${from}: ${rule.name}`);
}

test("a tree that keeps to the layers has no violation", async () => {
  expect(await violationsOf({})).toEqual([]);
});

test.each([
  ["schemas/a.ts", 'import type { decide } from "#policies/decide.ts";', "schemas-reach-nothing"],
  ["schemas/a.ts", 'import { readFileSync } from "node:fs";', "schemas-packages"],
  ["schemas/a.ts", 'import "yaml";', "schemas-packages"],
  ["policies/a.ts", 'import type { Sql } from "#services/platform/database/database.ts";', "policies-reach-schemas"],
  ["policies/a.ts", 'import { createHash } from "node:crypto";', "policies-packages"],
  ["policies/a.ts", 'import { parse } from "yaml";', "policies-packages"],
  ["services/platform/bus/a.ts", 'import type { Word } from "#schemas/vocabulary.ts";', "platform-reaches-nothing"],
  ["services/ledger/a.ts", 'import { decide } from "#policies/decide.ts";', "ledger-reaches-schemas-and-platform"],
  [
    "services/console/a.tsx",
    'import { app } from "#gateway/app.ts";\nexport const a = <p>{app}</p>;',
    "console-is-a-client",
  ],
  ["services/console/a.ts", 'import { decide } from "#policies/decide.ts";', "console-is-a-client"],
  ["services/console/a.ts", 'import type { Sql } from "../core/start-core.ts";', "console-is-a-client"],
  ["services/console/a.ts", 'import postgres from "postgres";', "console-packages"],
  ["services/core/a.ts", 'import type { decide } from "#policies/decide.ts";', "core-never-shares"],
  ["services/core/a.ts", 'export type { app } from "#gateway/app.ts";', "core-never-shares"],
  [
    "services/core/record/apply/a.ts",
    'import type { Sql } from "#services/platform/database/database.ts";',
    "core-decides-purely",
  ],
  ["connectors/a.ts", 'import type { decide } from "#policies/decide.ts";', "connectors-translate"],
  ["connectors/police/a.ts", 'import { yot } from "../yot/return.ts";', "connectors-never-meet-police"],
  ["gateway/a.ts", 'import type { Core } from "#services/core/start-core.ts";', "gateway-is-the-door"],
  ["gateway/a.ts", 'import type { Client } from "./client/agency-client.ts";', "gateway-does-not-use-its-client"],
  ["gateway/client/a.ts", 'import { app } from "../app.ts";', "client-stands-alone"],
  ["gateway/client/a.ts", 'import { Hono } from "hono";', "client-packages"],
  ["services/parts.ts", 'import "./core/record/apply/b.ts";', "starters-use-public-faces"],
  ["gateway/a.ts", 'const core = await import("#services/core/start-core.ts");', "gateway-is-the-door"],
])("in %s, %j is refused as %s", async (path, code, rule) => {
  const planted = { [path]: code, "services/core/record/apply/b.ts": "export const b = 1;" };
  expect(await violationsOf(planted)).toContain(`${path}: ${rule}`);
});
