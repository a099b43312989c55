import type { PolicySet } from "#policies/policy-set.ts";
import type { Scheme } from "#schemas/scheme.ts";

/** What deciding needs to know that the scheme says and no agreement does. */
export function schemeTerms(scheme: Scheme): Pick<PolicySet, "hostOf" | "precedence"> {
  return { hostOf: hostOf(scheme), precedence: scheme.precedence };
}

/** The team counts as the police force that hosts it (design/agreements section 1), where the scheme has one force. */
function hostOf(scheme: Scheme): ReadonlyMap<string, string> {
  const forces = scheme.agencies.filter(({ agencyType }) => agencyType === "police");
  const [force] = forces;
  if (force === undefined || forces.length > 1) {
    return new Map();
  }
  const teams = scheme.agencies.filter(({ agencyType }) => agencyType === "iom-team");
  return new Map(teams.map(({ agencyId }) => [agencyId, force.agencyId]));
}
