import { type AgreementStatus, ALWAYS_ACTIVE } from "#policies/policy-set.ts";
import type { Sql } from "#services/platform/database/database.ts";

export type AgreementSignature = {
  readonly agreementId: string;
  readonly version: number;
  readonly party: string;
  readonly signedAt: Date;
};

export async function readSignatures(sql: Sql): Promise<readonly AgreementSignature[]> {
  return sql<AgreementSignature[]>`
    select agreement_id as "agreementId", version, party, signed_at as "signedAt" from gateway.agreement_signature
    order by agreement_id, version, party`;
}

/** Enters signatures once; a signature already there keeps its instant. */
export async function enterSignatures(sql: Sql, signatures: readonly AgreementSignature[]): Promise<void> {
  for (const { agreementId, version, party, signedAt } of signatures) {
    await sql`
      insert into gateway.agreement_signature (agreement_id, version, party, signed_at)
      values (${agreementId}, ${version}, ${party}, ${signedAt}) on conflict do nothing`;
  }
}

/** An agreement that nobody has signed is in force for nobody; each party is bound from its own signature. */
export function statusFrom(
  signatures: readonly AgreementSignature[],
  agreementId: string,
  version: number,
): AgreementStatus {
  const own = signatures.filter((one) => one.agreementId === agreementId && one.version === version);
  return {
    steps: own.length === 0 ? [] : ALWAYS_ACTIVE,
    boundFrom: Object.fromEntries(own.map(({ party, signedAt }) => [party, signedAt.toISOString()])),
    withheld: [],
  };
}
