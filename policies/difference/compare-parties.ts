import type { Concerned, TermsChange } from "../agreement-diff.ts";
import type { Agreement, Party, Rule } from "../agreement-document.ts";
import { concernedBy } from "./concerned-parties.ts";
import { changed, idsOf } from "./terms-change.ts";

/** Who joins, who leaves, and what the agreement says of those who stay. */
export function compareParties(before: Agreement, after: Agreement): readonly TermsChange[] {
  return idsOf(before.parties, after.parties).flatMap((id) => {
    const [old, next] = [partyOf(before, id), partyOf(after, id)];
    if (old !== undefined && next !== undefined) {
      return compareParty(old, next, [before, after]);
    }
    const itself = { originators: [], recipients: [id] };
    return changed("party", id, [old?.label, next?.label], next === undefined ? "narrows" : "widens", itself);
  });
}

function partyOf({ parties }: Agreement, id: string): Party | undefined {
  return parties.find((party) => party.id === id);
}

const SAID_OF_A_PARTY = [
  "label",
  "agencyType",
  "regime",
  "standing",
  "actsFor",
  "roles",
  "approver",
  "updates",
] as const satisfies readonly (keyof Party)[];

function compareParty(old: Party, next: Party, versions: readonly Agreement[]): readonly TermsChange[] {
  const itself = { originators: [], recipients: [old.id] };
  return [
    ...SAID_OF_A_PARTY.flatMap((member) =>
      changed("party", `${old.id} ${member}`, [old[member], next[member]], "rewords", itself),
    ),
    ...changed("party", `${old.id} defaultRole`, [old.defaultRole, next.defaultRole], effectOfDefault(next), {
      ...itself,
      ...givingTo(old.id, versions),
    }),
  ];
}

/** Without a default role, staff whom the officer register does not know are refused. */
function effectOfDefault({ defaultRole }: Party): TermsChange["effect"] {
  return defaultRole === undefined ? "narrows" : "widens";
}

function givingTo(party: string, versions: readonly Agreement[]): Concerned {
  const receives = (rule: Rule) => rule.kind === "permit" && rule.to.some((recipient) => recipient.party === party);
  return { ...concernedBy(versions, receives), recipients: [party] };
}
