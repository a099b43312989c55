import { canonicalJson } from "#policies/canonical-json.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import { HubError } from "#schemas/problems.ts";
import { validateExchange } from "#schemas/validate.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import { APPROVAL_TYPE, verifyCompactJws } from "../client/http-signature/compact-jws.ts";
import { type Moving, refuseMove } from "./make-move.ts";
import { officerKey } from "./officer-key.ts";

/** An officer signs and sends; what is older was signed for another occasion. */
const SIGNED_WITHIN_MS = 15 * 60_000;
/** How far an officer's clock may be ahead of the hub's. */
const AHEAD_MAX_MS = 60_000;

/**
 * Lets an approval pass only when the calling officer has signed exactly this, lately, with their own key, and for the first
 * time. The use is written in the caller's transaction.
 */
export async function requireOwnSignature(
  { tx, record, officer, now }: Moving,
  { signature, ...approved }: Exchanges["agreement-approval"],
): Promise<void> {
  const holder = { agencyId: officer.party, actor: officer.actor };
  const read = await verifyCompactJws(signature, APPROVAL_TYPE, (keyid) => officerKey(tx, keyid, holder, now));
  if (read.outcome === "wrong-key") {
    refuseMove("signature-by-own-key");
  }
  if (read.outcome === "malformed") {
    throw unreadable(`is no compact JWS of typ ${APPROVAL_TYPE}`);
  }
  const said = validateExchange("approval", read.payload);
  if (!said.valid) {
    throw unreadable("signs no approval: its payload must have exactly the members of the schema approval");
  }
  const { nonce, signedAt, ...signed } = said.body;
  const called = { agreement: record.id, party: officer.party, ...approved };
  if (canonicalJson(signed) !== canonicalJson(called)) {
    refuseMove("signature-covers-approval");
  }
  const ageMs = now.getTime() - Date.parse(signedAt);
  if (!(ageMs >= -AHEAD_MAX_MS && ageMs <= SIGNED_WITHIN_MS)) {
    refuseMove("signature-is-fresh");
  }
  if (!(await useOnce(tx, read.keyid, nonce))) {
    refuseMove("approval-is-new");
  }
}

function unreadable(message: string): HubError {
  return new HubError("validation-failed", "a signed approval could not be read", {
    extra: { errors: [{ pointer: "/signature", message }] },
  });
}

async function useOnce(tx: Transaction, keyid: string, nonce: string): Promise<boolean> {
  const { count } = await tx`
    insert into gateway.approval_nonce (keyid, nonce) values (${keyid}, ${nonce}) on conflict do nothing`;
  return count === 1;
}
