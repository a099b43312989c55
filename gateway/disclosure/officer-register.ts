import type { Scheme } from "#schemas/scheme.ts";

export type OfficerEntry = { readonly role: string; readonly email: string };
export type OfficerRegister = (agencyId: string, actor: string) => OfficerEntry | null;

/** Role and work e-mail by agency and Hub-Actor; null for an actor the scheme does not name. */
export function officerRegister(scheme: Scheme): OfficerRegister {
  const entries = new Map(
    scheme.officers.map(({ agencyId, actor, role, email }) => [`${agencyId}\n${actor}`, { role, email }]),
  );
  return (agencyId, actor) => entries.get(`${agencyId}\n${actor}`) ?? null;
}
