import { generateKeyPairSync } from "node:crypto";
import { chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { calculateJwkThumbprint, type JWK } from "jose";
import type { Scheme } from "#schemas/scheme.ts";

export type DemoOfficer = {
  readonly actor: string;
  readonly role: string;
  readonly email: string;
  readonly keyid: string;
  readonly privateJwk: JWK;
};

export type DemoAgency = {
  readonly agencyId: string;
  readonly agencyType: string;
  readonly keyid: string;
  readonly privateJwk: JWK;
  readonly feedDirectory: string;
  readonly officers: readonly DemoOfficer[];
};

/** The file `$HUB_DATA/demo/agencies.json`: all that a made-up agency's engineer needs to call the hub. */
export type DemoAgenciesFile = {
  readonly origin: string;
  readonly agencies: readonly DemoAgency[];
  readonly people: readonly { readonly name: string; readonly personIds: Readonly<Record<string, string>> }[];
};

/** Every agency and officer of the scheme, with the keys of an earlier start, or new ones for whoever was not there then. */
export async function loadOrMakeAgencies(dataDirectory: string, scheme: Scheme): Promise<readonly DemoAgency[]> {
  const earlier = await readAgenciesFile(dataDirectory);
  const known = new Map(earlier?.agencies.map((agency) => [agency.agencyId, agency]));
  return Promise.all(
    scheme.agencies.map(({ agencyId }) => makeAgency(dataDirectory, scheme, agencyId, known.get(agencyId))),
  );
}

/** Null when there is none yet, or when it cannot be read as one. */
export async function readAgenciesFile(dataDirectory: string): Promise<DemoAgenciesFile | null> {
  try {
    return JSON.parse(await readFile(agenciesFilePath(dataDirectory), "utf8")) as DemoAgenciesFile;
  } catch {
    return null;
  }
}

/** Readable by the owner alone, and never half written: it holds private keys. */
export async function writeAgenciesFile(dataDirectory: string, file: DemoAgenciesFile): Promise<void> {
  const path = agenciesFilePath(dataDirectory);
  await mkdir(join(dataDirectory, "demo"), { recursive: true, mode: 0o700 });
  const unfinished = `${path}.unfinished`;
  await writeFile(unfinished, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 });
  await chmod(unfinished, 0o600);
  await rename(unfinished, path);
}

function agenciesFilePath(dataDirectory: string): string {
  return join(dataDirectory, "demo", "agencies.json");
}

/** The public half of a private JWK, as the hub's key register keeps it. */
export function publicHalf(privateJwk: JWK): JWK {
  const { d: _private, ...publicJwk } = privateJwk;
  return publicJwk;
}

async function makeAgency(
  dataDirectory: string,
  scheme: Scheme,
  agencyId: string,
  earlier: DemoAgency | undefined,
): Promise<DemoAgency> {
  const agencyType = scheme.agencies.find((agency) => agency.agencyId === agencyId)?.agencyType ?? "";
  const officers = scheme.officers.filter((officer) => officer.agencyId === agencyId);
  const known = new Map(earlier?.officers.map((officer) => [officer.actor, officer]));
  return {
    agencyId,
    agencyType,
    ...(await keyOf(earlier)),
    feedDirectory: join(dataDirectory, "feeds", agencyId),
    officers: await Promise.all(
      officers.map(async ({ actor, role, email }) => ({ actor, role, email, ...(await keyOf(known.get(actor))) })),
    ),
  };
}

type HeldKey = Pick<DemoAgency, "keyid" | "privateJwk">;

async function keyOf(earlier: HeldKey | undefined): Promise<HeldKey> {
  if (earlier !== undefined) {
    return { keyid: earlier.keyid, privateJwk: earlier.privateJwk };
  }
  const privateJwk = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" }) as JWK;
  return { keyid: await calculateJwkThumbprint(privateJwk), privateJwk };
}
