import { readFile, writeFile } from "node:fs/promises";
import type { Operator } from "./operator.ts";

/** By operator, the checks that tell the engine it makes from the sound one. */
export type KillTable = Readonly<Record<string, readonly string[]>>;

const FILE = new URL("./kills.json", import.meta.url);

export async function readKillTable(): Promise<KillTable> {
  return JSON.parse(await readFile(FILE, "utf8"));
}

export async function writeKillTable(kills: KillTable): Promise<void> {
  await writeFile(FILE, `${JSON.stringify(kills, null, 2)}\n`);
}

/** What costs least first: most mutants are dead before the dear ones are needed. */
const CHEAPEST_FIRST = [
  "gate",
  "edges",
  "terms",
  "facts",
  "examples",
  "cedar",
  "P1",
  "P5",
  "ladder",
  "P4",
  "P7",
  "P10",
].concat("projection", "oracle", "explanations", "memory", "compiled", "P2", "P3", "P8", "P9", "P6");

/** For each operator the cheapest check that is said to kill it. */
export function cheapestKillers(kills: KillTable, operators: readonly Operator[]): KillTable {
  const killers = operators.map(({ name }) => {
    const said = kills[name] ?? [];
    return [name, CHEAPEST_FIRST.filter((check) => said.includes(check)).slice(0, 1)] as const;
  });
  return Object.fromEntries(killers);
}
