import type { Agreement, PermitRule } from "../agreement-document.ts";
import { CATALOGUE, isField } from "../catalogue.ts";
import type { Finding } from "../fault.ts";
import { eachRule, inRule } from "./finding.ts";
import { namesStrangers, pairsOf } from "./pairs.ts";

/** Section 3, check 3: only those who hold a field can give it, and they give it to somebody else. */
export function checkOriginators(agreement: Agreement): readonly Finding[] {
  return eachRule(agreement.rules, (rule, at) =>
    rule.kind === "permit" ? [...checkOwners(agreement, rule, at), ...checkPairs(agreement, rule, at)] : [],
  );
}

function checkOwners(agreement: Agreement, rule: PermitRule, at: number): readonly Finding[] {
  const givers = agreement.parties.filter((party) => rule.from.includes(party.id)).map((party) => party.agencyType);
  return rule.grants.flatMap(({ fields }, place) =>
    fields.flatMap((field, index) => {
      const owner = isField(field) ? CATALOGUE[field].owner : "any";
      return owner === "any" || givers.includes(owner)
        ? []
        : [
            inRule(
              "originators",
              rule,
              at,
              ["grants", place, "fields", index],
              `${field} comes from an agency of type ${owner}, and none of those who give data here is one.`,
            ),
          ];
    }),
  );
}

function checkPairs(agreement: Agreement, rule: PermitRule, at: number): readonly Finding[] {
  return pairsOf(agreement, rule).length > 0 || namesStrangers(agreement, rule)
    ? []
    : [inRule("originators", rule, at, ["to"], "it gives data to nobody but the one who gave it.")];
}
