import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { ClaimNames } from "./sign-in/officer-claims.ts";

/** What a console outside a demonstration is told by the file that HUB_CONSOLE_FILE names. */
export type ConsoleFile = {
  /** Where browsers reach the console: https, without a path. */
  readonly origin: string;
  /** The agencies' OpenID Connect provider. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly claims?: ClaimNames;
  /** With `<agencyId>.jwk.json` for each agency whose officers sign in. */
  readonly keysFolder: string;
};

/** Reads the file, or names everything that is wrong with it at once. Paths in it are from its own folder. */
export async function readConsoleFile(file: string): Promise<ConsoleFile> {
  const told = await readObject(file);
  const faults: string[] = [];
  const read = (name: string, isGood: (value: string) => boolean, rule: string): string => {
    const value = told[name];
    if (typeof value === "string" && isGood(value)) return value;
    faults.push(`${name} ${rule}`);
    return "";
  };
  const at = (path: string): string => resolve(dirname(file), path);
  const isText = (value: string): boolean => value !== "";
  const origin = read("origin", isHttpsOrigin, "is https://, a host and nothing else");
  const issuer = read("issuer", isHttps, "is the https address of the provider");
  const clientId = read("clientId", isText, "is missing");
  const secretFile = read("clientSecretFile", isText, "is missing");
  const keysFolder = read("keysFolder", isText, "is missing");
  const claims = told["claims"];
  if (claims !== undefined && !isClaimNames(claims)) faults.push("claims names agency, actor and role");
  if (faults.length > 0) throw new Error(`HUB_CONSOLE_FILE: ${faults.join("; ")}`);
  const clientSecret = (await readFile(at(secretFile), "utf8")).trim();
  const common = { origin, issuer, clientId, clientSecret, keysFolder: at(keysFolder) };
  return isClaimNames(claims) ? { ...common, claims } : common;
}

async function readObject(file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    const told: unknown = JSON.parse(await readFile(file, "utf8"));
    if (typeof told === "object" && told !== null && !Array.isArray(told)) return { ...told };
  } catch (cause) {
    throw new Error("HUB_CONSOLE_FILE names no file of JSON that can be read", { cause });
  }
  throw new Error("HUB_CONSOLE_FILE holds no JSON object");
}

function isHttps(value: string): boolean {
  return URL.canParse(value) && new URL(value).protocol === "https:";
}

function isHttpsOrigin(value: string): boolean {
  return isHttps(value) && new URL(value).origin === value;
}

function isClaimNames(value: unknown): value is ClaimNames {
  const names = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return (
    names.length === 3 &&
    ["agency", "actor", "role"].every((key) => names.some(([name, of]) => name === key && typeof of === "string"))
  );
}
