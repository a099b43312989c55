import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { keyThumbprint } from "#gateway/client/http-signature/key-thumbprint.ts";
import { algorithmOfJwk, type PrivateJwk } from "#gateway/client/http-signature/signature-algorithms.ts";
import type { KeyHolder } from "./key-holder.ts";

const AGENCY = /^[a-z][a-z0-9-]{0,63}$/;

/**
 * Keeps one key for each agency, `<agencyId>.jwk.json`, and none of an officer's: outside a demonstration an officer's key is
 * theirs, on a card or a device, and the console has no way to it yet. They sign with `concordat policy approve`.
 */
export function folderKeyHolder(folder: string): KeyHolder {
  return {
    agencyKey: async (agencyId) => {
      if (!AGENCY.test(agencyId)) return null;
      const privateJwk = await readKey(join(folder, `${agencyId}.jwk.json`));
      return privateJwk === null ? null : { keyid: keyThumbprint(privateJwk), privateJwk };
    },
    officerKey: async () => null,
  };
}

async function readKey(file: string): Promise<PrivateJwk | null> {
  try {
    const jwk: PrivateJwk = JSON.parse(await readFile(file, "utf8"));
    return algorithmOfJwk(jwk) !== null && jwk.d !== undefined ? jwk : null;
  } catch {
    return null;
  }
}
