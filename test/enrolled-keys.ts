import { generateKeyPairSync, type JsonWebKey } from "node:crypto";
import { registerAgencyKey } from "#gateway/caller/agency-keys.ts";
import type { Scheme } from "#schemas/scheme.ts";
import type { Sql } from "#services/platform/database/database.ts";

export type Enrolled = { readonly keyid: string; readonly privateJwk: JsonWebKey };

const VALID = { notBefore: new Date("2026-01-01T00:00:00Z"), notAfter: new Date("2028-01-01T00:00:00Z") };

/** A key for every agency of the scheme, by agencyId. */
export async function enrolAgencies(owner: Sql, { agencies }: Scheme): Promise<ReadonlyMap<string, Enrolled>> {
  const enrolled = new Map<string, Enrolled>();
  for (const { agencyId } of agencies) {
    enrolled.set(agencyId, await enrol(owner, { agencyId, use: "request" }));
  }
  return enrolled;
}

/** A personal key for every officer of the scheme, by `agencyId actor`. */
export async function enrolOfficers(owner: Sql, { officers }: Scheme): Promise<ReadonlyMap<string, Enrolled>> {
  const enrolled = new Map<string, Enrolled>();
  for (const { agencyId, actor } of officers) {
    enrolled.set(`${agencyId} ${actor}`, await enrol(owner, { agencyId, use: "officer", actor }));
  }
  return enrolled;
}

type Holder = Pick<Parameters<typeof registerAgencyKey>[1], "agencyId" | "use" | "actor">;

async function enrol(owner: Sql, holder: Holder): Promise<Enrolled> {
  const privateJwk = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  const { kty, crv, x } = privateJwk;
  const keyid = await registerAgencyKey(owner, { ...holder, publicJwk: { kty, crv, x }, ...VALID });
  return { keyid, privateJwk };
}
