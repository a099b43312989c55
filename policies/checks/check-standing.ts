import type { AgencyType } from "#schemas/vocabulary.ts";
import type { Agreement, Party, Standing } from "../agreement-document.ts";
import type { Finding } from "../fault.ts";
import { inDocument } from "./finding.ts";

const COUNCIL: readonly Standing[] = ["relevantAuthority", "listedPerson", "housingAuthority"];

/** Each member is one way in which an agency of the type may stand; its standing lies within one of them. */
const ALLOWED: Readonly<Record<Exclude<AgencyType, "iom-team">, readonly (readonly Standing[])[]>> = {
  police: [["relevantAuthority", "listedPerson", "mappaBody"]],
  probation: [["relevantAuthority", "offenderManagement", "mappaBody", "dutyToReferBody"]],
  prison: [["offenderManagement", "mappaBody", "dutyToReferBody"]],
  yot: [["relevantAuthority", "listedPerson", "mappaBody", "dutyToReferBody"]],
  housing: [COUNCIL, ["actsForRelevantAuthority"]],
  "local-authority": [COUNCIL],
  "electronic-monitoring": [["offenderManagement", "listedPerson"]],
  "drug-services": [["actsForRelevantAuthority"]],
  vcs: [["actsForRelevantAuthority"]],
  "mental-health": [["relevantAuthority"], ["actsForRelevantAuthority"]],
};

/** Section 3, check 6: a party claims no standing in law that an agency of its type cannot have. */
export function checkStanding(agreement: Agreement): readonly Finding[] {
  return agreement.parties.flatMap((party, at) =>
    waysToStand(agreement, party).some((way) => party.standing.every((standing) => way.includes(standing)))
      ? []
      : [
          inDocument(
            "standing",
            ["parties", at, "standing"],
            `${party.label} cannot stand as ${party.standing.join(", ")}: an agency of type ${party.agencyType} has no such standing in law.`,
          ),
        ],
  );
}

/** A team has the standing of a party that hosts it; which one that is, is for the scheme to say. */
function waysToStand(agreement: Agreement, party: Party): readonly (readonly Standing[])[] {
  if (party.agencyType !== "iom-team") {
    return ALLOWED[party.agencyType];
  }
  const hosts = agreement.parties.filter((candidate) => candidate.agencyType !== "iom-team");
  return [
    ["actsForRelevantAuthority"],
    ...hosts.map((host) => [...host.standing, "actsForRelevantAuthority"] as const),
  ];
}
