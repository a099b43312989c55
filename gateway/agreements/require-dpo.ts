import type { Officer } from "#policies/life/draft-moves.ts";
import type { Sql } from "#services/platform/database/database.ts";
import type { Clock } from "#services/platform/environment/clock.ts";
import type { VerifiedRequest } from "../caller/verified-request.ts";
import type { OfficerRegister } from "../disclosure/officer-register.ts";
import { requireRole } from "../disclosure/require-role.ts";

export type DpoGate = { readonly sql: Sql; readonly clock: Clock; readonly officers: OfficerRegister };

/** Lets only a data protection officer go on, and only for `dpo-audit`, which needs no agreement (design/agreements 4.1). */
export async function requireDpo(gate: DpoGate, caller: VerifiedRequest): Promise<Officer> {
  const { party, actor } = await requireRole(gate, caller, {
    roles: ["dpo"],
    purposes: ["dpo-audit"],
    resource: "agreement",
  });
  return { party, actor };
}
