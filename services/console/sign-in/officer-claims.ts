/** How a provider calls the three things; agencies' directories differ. */
export type ClaimNames = { readonly agency: string; readonly actor: string; readonly role: string };

export type OfficerClaims = {
  readonly sub: string;
  readonly agency: string;
  readonly actor: string;
  readonly role: string;
};

/** Somebody is known to the provider and has no place here. */
export class NotAnOfficer extends Error {
  override readonly name = "NotAnOfficer";
}

const USUAL: ClaimNames = { agency: "agency", actor: "actor", role: "role" };
const AGENCY = /^[a-z][a-z0-9-]{0,63}$/;
/** What `Hub-Actor` can carry. */
const ACTOR = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const ROLE = /^[A-Za-z][A-Za-z0-9]{0,63}$/;

/** Reads who it is out of a verified ID token; whatever is missing or of another shape lets nobody in. */
export function readClaims(claims: Readonly<Record<string, unknown>>, names: ClaimNames = USUAL): OfficerClaims {
  const read = (name: string, shape: RegExp): string => {
    const value = claims[name];
    if (typeof value !== "string" || !shape.test(value)) throw new NotAnOfficer(`the token has no usable ${name}`);
    return value;
  };
  return {
    sub: read("sub", /^.{1,255}$/),
    agency: read(names.agency, AGENCY),
    actor: read(names.actor, ACTOR),
    role: read(names.role, ROLE),
  };
}
