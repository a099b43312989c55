import type { Exchanges } from "#schemas/generated/types.ts";
import { APPROVAL_TYPE, signCompactJws } from "./http-signature/compact-jws.ts";
import type { PrivateJwk } from "./http-signature/signature-algorithms.ts";

/** What a data protection officer puts their own signature under, as compact JWS for `POST …/approvals`. */
export function signApproval(approval: Exchanges["approval"], officerJwk: PrivateJwk): Promise<string> {
  return signCompactJws(APPROVAL_TYPE, approval, officerJwk);
}
