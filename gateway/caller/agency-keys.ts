import type { KeyObject } from "node:crypto";
import { HubError } from "#schemas/problems.ts";
import type { Sql } from "#services/platform/database/database.ts";
import { keyThumbprint } from "../client/http-signature/key-thumbprint.ts";
import {
  type PublicJwk,
  type SignatureAlgorithm,
  verifyKeyOfJwk,
} from "../client/http-signature/signature-algorithms.ts";

export type AgencyKeyUse = "request" | "officer" | "webhook-receive" | "witness";
export type AgencyKeyState = "pending" | "active" | "retiring" | "retired" | "revoked";

/** A public key of an agency, ready to verify with. */
export type AgencyKey = {
  readonly keyid: string;
  readonly agencyId: string;
  readonly use: AgencyKeyUse;
  readonly algorithm: SignatureAlgorithm;
  readonly publicKey: KeyObject;
  readonly state: AgencyKeyState;
  readonly environment: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
};

export type Enrolment = {
  readonly agencyId: string;
  readonly use: AgencyKeyUse;
  /** Whose personal key it is, with use `officer`: as Hub-Actor names them. */
  readonly actor?: string;
  readonly publicJwk: PublicJwk;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly environment?: string;
};

/** The environment that keys belong to unless another is named: a key enrolled elsewhere is no key here. */
export const DEFAULT_ENVIRONMENT = "live";

/**
 * Enters a public key in the register and resolves to its keyid. Entering the same key for the same holder again
 * changes nothing; for anybody or anything else it is refused: one key, one use, one environment.
 */
export async function registerAgencyKey(sql: Sql, enrolment: Enrolment): Promise<string> {
  const { kty, crv, x, y } = enrolment.publicJwk;
  const jwk: PublicJwk = { kty, crv, x, y };
  const key = verifyKeyOfJwk(jwk);
  if (key === null) {
    throw new HubError("key-type-not-accepted", "keys are Ed25519, P-256 or P-384");
  }
  const keyid = keyThumbprint(jwk);
  const { agencyId, use, notBefore, notAfter, environment = DEFAULT_ENVIRONMENT } = enrolment;
  await sql`
    insert into gateway.agency_key (keyid, agency_id, use, algorithm, public_jwk, environment, not_before, not_after)
    values (${keyid}, ${agencyId}, ${use}, ${key.algorithm}, ${sql.json(jwk)}, ${environment}, ${notBefore}, ${notAfter})
    on conflict (keyid) do nothing`;
  const [held] = await sql<{ readonly sameHolder: boolean }[]>`
    select (agency_id, use, environment) = (${agencyId}, ${use}, ${environment}) as "sameHolder"
    from gateway.agency_key where keyid = ${keyid}`;
  if (held?.sameHolder !== true) {
    throw new HubError("key-already-enrolled", `key ${keyid} belongs to another holder`);
  }
  await registerHolder(sql, keyid, enrolment);
  return keyid;
}

/** An officer's key signs for that officer alone, so it is never handed to another. */
async function registerHolder(sql: Sql, keyid: string, { agencyId, use, actor }: Enrolment): Promise<void> {
  if (use !== "officer" || actor === undefined) {
    return;
  }
  await sql`
    insert into gateway.officer_key (keyid, agency_id, actor) values (${keyid}, ${agencyId}, ${actor}) on conflict do nothing`;
  const [held] = await sql<{ readonly actor: string }[]>`select actor from gateway.officer_key where keyid = ${keyid}`;
  if (held?.actor !== actor) {
    throw new HubError("key-already-enrolled", `key ${keyid} belongs to another officer`);
  }
}
