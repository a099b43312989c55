import { HubError } from "#schemas/problems.ts";
import type { VerifiedRequest } from "../caller/verified-request.ts";
import type { OfficerRegister } from "../disclosure/officer-register.ts";

/** Only an IOM coordinator of the co-located team sees and decides which records belong to whom (design/identity-linkage). */
export function requireCoordinator(caller: VerifiedRequest, officers: OfficerRegister): string {
  const { agencyType, agencyId, actor } = caller;
  const role = actor === null ? null : officers(agencyId, actor)?.role;
  if (actor === null || agencyType !== "iom-team" || role !== "iomCoordinator") {
    throw new HubError("actor-not-permitted", "links are for an IOM coordinator");
  }
  return actor;
}
