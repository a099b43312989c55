import { createPrivateKey, createPublicKey } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type AgencyClient, createAgencyClient } from "#gateway/client/agency-client.ts";
import { keyThumbprint } from "#gateway/client/http-signature/key-thumbprint.ts";
import { algorithmOfJwk, type PrivateJwk } from "#gateway/client/http-signature/signature-algorithms.ts";
import { BadInput, type Terminal } from "./command.ts";

/** Options of every command that calls a hub. */
export const ACCESS_OPTIONS = {
  as: { type: "string" },
  key: { type: "string" },
  origin: { type: "string" },
  actor: { type: "string" },
  purpose: { type: "string" },
  agreement: { type: "string" },
} as const;

export const ACCESS_HELP = `  --as <agencyId>      call as this agency of the running demonstration ($HUB_DATA/demo/agencies.json)
  --key <file>         or with this private key (JWK or PEM), with --origin
  --origin <url>       the hub's public origin
  --actor <reference>  who is acting; with --as, the agency's first officer unless given
  --purpose <code>     why; iom-case-management unless given
  --agreement <id>     under which agreement, where more than one would do`;

export type AccessValues = { readonly [name in keyof typeof ACCESS_OPTIONS]?: string | undefined };

export type HubAccess = {
  readonly origin: string;
  readonly client: AgencyClient;
  readonly as: { readonly actor: string; readonly purpose: string; readonly agreement?: string };
};

type DemoOfficer = { readonly actor: string; readonly role?: string; readonly privateJwk?: PrivateJwk };
export type DemoAgency = {
  readonly agencyId: string;
  readonly keyid: string;
  readonly privateJwk: PrivateJwk;
  readonly officers: readonly DemoOfficer[];
};
type DemoFile = { readonly origin: string; readonly agencies: readonly DemoAgency[] };

const PURPOSE = "iom-case-management";

/** The client that the options describe. */
export async function hubAccess(values: AccessValues, terminal: Terminal): Promise<HubAccess> {
  const { purpose = PURPOSE, agreement } = values;
  const named = values.key === undefined ? await demoAccess(values, terminal) : await keyAccess(values.key, values);
  const actor = values.actor ?? named.actor;
  if (actor === undefined) {
    throw new BadInput("Say who is acting: --actor <reference>.");
  }
  const { origin, privateJwk } = named;
  return {
    origin,
    client: createAgencyClient({
      origin,
      keyid: keyThumbprint(privateJwk),
      privateJwk,
      now: terminal.now ?? (() => new Date()),
    }),
    as: { actor, purpose, ...(agreement === undefined ? {} : { agreement }) },
  };
}

/** A private key out of a file: JWK, what `keygen` writes, or PEM. */
export async function readPrivateKey(file: string): Promise<PrivateJwk> {
  const text = await readText(file);
  const jwk = text.startsWith("-----BEGIN") ? pemToJwk(text, file) : jsonToJwk(text, file);
  if (algorithmOfJwk(jwk) === null || jwk.d === undefined) {
    throw new BadInput(`${file} does not hold a private Ed25519, P-256 or P-384 key.`);
  }
  return jwk;
}

export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new BadInput(`${file} cannot be read.`, { cause });
  }
}

type Access = { readonly origin: string; readonly privateJwk: PrivateJwk; readonly actor?: string | undefined };

async function keyAccess(file: string, { origin }: AccessValues): Promise<Access> {
  if (origin === undefined || !URL.canParse(origin)) {
    throw new BadInput("With --key, say where the hub is: --origin <url>.");
  }
  return { origin: new URL(origin).origin, privateJwk: await readPrivateKey(file) };
}

async function demoAccess({ as: agencyId, origin }: AccessValues, terminal: Terminal): Promise<Access> {
  const { agency, origin: usual } = await demoAgency(agencyId, terminal);
  return { origin: origin ?? usual, privateJwk: agency.privateJwk, actor: agency.officers[0]?.actor };
}

/** An agency of the running demonstration, with the keys of its officers. */
export async function demoAgency(
  agencyId: string | undefined,
  { env }: Terminal,
): Promise<{ readonly agency: DemoAgency; readonly origin: string }> {
  const file = join(env["HUB_DATA"] ?? "data", "demo", "agencies.json");
  const demo = await readDemoFile(file);
  const agency = demo.agencies.find((candidate) => candidate.agencyId === agencyId);
  if (agency === undefined) {
    const known = demo.agencies.map((candidate) => candidate.agencyId).join(", ");
    throw new BadInput(`Say which agency calls: --as one of ${known}.`);
  }
  return { agency, origin: demo.origin };
}

async function readDemoFile(file: string): Promise<DemoFile> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new BadInput(`There is no ${file}: start the hub first, set HUB_DATA, or give --key and --origin.`, {
      cause,
    });
  });
  const value: unknown = parseJson(text, file);
  if (!isDemoFile(value)) {
    throw new BadInput(`${file} is not the agencies file of a demonstration.`);
  }
  return value;
}

function isDemoFile(value: unknown): value is DemoFile {
  return isObject(value) && typeof value["origin"] === "string" && Array.isArray(value["agencies"]);
}

function pemToJwk(text: string, file: string): PrivateJwk {
  try {
    const key = createPrivateKey(text);
    // The public half is taken from the key itself, never from beside it.
    return { ...createPublicKey(key).export({ format: "jwk" }), ...key.export({ format: "jwk" }) };
  } catch (cause) {
    throw new BadInput(`${file} is not a private key in PEM.`, { cause });
  }
}

function jsonToJwk(text: string, file: string): PrivateJwk {
  const value = parseJson(text, file);
  const jwk = isObject(value) && isObject(value["privateJwk"]) ? value["privateJwk"] : value;
  return isObject(jwk) ? jwk : {};
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new BadInput(`${file} is not JSON.`, { cause });
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> & PrivateJwk {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
