import type { Permit, PolicyRequest } from "#policies/decision.ts";
import type { Purpose } from "#schemas/vocabulary.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import type { VerifiedRequest } from "../caller/verified-request.ts";
import { idOrNobody } from "../people/pairwise-ids.ts";
import { tellAlso, type UsedAccess, useAccess } from "./emergency-store.ts";
import { originatorsIn } from "./originators-in.ts";

const EMERGENCY: Purpose = "emergency";

/** The opening that a reading rests on; null where none was made, and for every other purpose, which costs no look-up. */
export async function accessUsed(
  tx: Transaction,
  { agencyId, actor, purpose, agreementId }: VerifiedRequest,
  { asked, now }: { readonly asked: string; readonly now: Date },
): Promise<UsedAccess | null> {
  return purpose === EMERGENCY && actor !== null
    ? useAccess(tx, { agencyId, actor, asked: idOrNobody(asked), agreementId, now })
    : null;
}

/** The request as its opening lets it be: under the agreement the access was opened under, where the call names none. */
export function underAccess(request: PolicyRequest, access: UsedAccess | null): PolicyRequest {
  if (access === null) {
    return request;
  }
  const { agreementId, openedAt, secondActor } = access;
  return { ...request, agreementId: request.agreementId ?? agreementId, emergency: { openedAt, secondActor } };
}

/** Tells an originator whose value came to be held after the access was opened. */
export async function tellOfAccess(tx: Transaction, access: UsedAccess | null, permit: Permit): Promise<void> {
  const untold = access === null ? [] : originatorsIn(permit).filter((agency) => !access.told.includes(agency));
  if (access !== null && untold.length > 0) {
    await tellAlso(tx, access.accessId, untold);
  }
}

/** For the log's closed detail. */
export function noteOf(access: UsedAccess | null): { readonly emergencyAccess?: string } {
  return access === null ? {} : { emergencyAccess: access.accessId };
}
