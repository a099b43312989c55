import { roleInWords } from "#policies/words/policy-words.ts";
import type { Scheme } from "#schemas/scheme.ts";

export type SignInOfficer = {
  /** By which the provider knows them. */
  readonly sub: string;
  readonly label: string;
  readonly agency: string;
  readonly claims: { readonly agency: string; readonly actor: string; readonly role: string };
};

/** Who may sign in to the demonstration: everybody in the scheme, none of whom exists. */
export function demoOfficers({ officers, agencies }: Pick<Scheme, "officers" | "agencies">): readonly SignInOfficer[] {
  const labels = new Map(agencies.map(({ agencyId, label }) => [agencyId, label]));
  return officers.map(({ agencyId, actor, role }) => ({
    sub: `${agencyId}/${actor}`,
    label: `${capital(roleInWords(role))} ${actor}`,
    agency: labels.get(agencyId) ?? agencyId,
    claims: { agency: agencyId, actor, role },
  }));
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
