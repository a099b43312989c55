import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { HeldKey, KeyHolder } from "./key-holder.ts";

type Holder = HeldKey & { readonly officers: readonly (HeldKey & { readonly actor: string })[] };
type AgenciesFile = { readonly agencies: readonly (Holder & { readonly agencyId: string })[] };

/**
 * Keeps what the demonstration made for its agencies and officers (`demo/agencies.json`). The file is written after the console
 * has started and may be written again, so it is read at each use.
 */
export function demoKeyHolder(dataDirectory: string): KeyHolder {
  const find = async (agencyId: string): Promise<Holder | null> => {
    const file = await readAgencies(join(dataDirectory, "demo", "agencies.json"));
    return file?.agencies.find((agency) => agency.agencyId === agencyId) ?? null;
  };
  return {
    agencyKey: find,
    officerKey: async (agencyId, actor) =>
      (await find(agencyId))?.officers.find((officer) => officer.actor === actor) ?? null,
  };
}

async function readAgencies(path: string): Promise<AgenciesFile | null> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as AgenciesFile;
  } catch {
    return null;
  }
}
