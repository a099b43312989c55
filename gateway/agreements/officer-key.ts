import type { JsonWebKey } from "node:crypto";
import type { Transaction } from "#services/platform/database/database.ts";
import { DEFAULT_ENVIRONMENT } from "../caller/agency-keys.ts";
import { type VerifyKey, verifyKeyOfJwk } from "../client/http-signature/signature-algorithms.ts";

type Holder = { readonly agencyId: string; readonly actor: string };

/** The key, where it is this very officer's and good at that instant; a revocation counts once it is entered. */
export async function officerKey(
  tx: Transaction,
  keyid: string,
  { agencyId, actor }: Holder,
  now: Date,
): Promise<VerifyKey | null> {
  const [row] = await tx<{ readonly publicJwk: JsonWebKey }[]>`
    select key.public_jwk as "publicJwk"
    from gateway.agency_key key join gateway.officer_key officer using (keyid)
    where keyid = ${keyid} and key.use = 'officer' and key.state in ('active', 'retiring')
      and key.environment = ${DEFAULT_ENVIRONMENT} and key.not_before <= ${now} and ${now} < key.not_after
      and key.agency_id = ${agencyId} and officer.agency_id = ${agencyId} and officer.actor = ${actor}`;
  return row === undefined ? null : verifyKeyOfJwk(row.publicJwk);
}
