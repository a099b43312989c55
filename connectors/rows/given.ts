/** The members that have a value; what was not given is absent and not null. */
export function given<Members extends Readonly<Record<string, unknown>>>(members: Members): Given<Members> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null)) as Given<Members>;
}

type Given<Members> = { readonly [Name in keyof Members]?: Exclude<Members[Name], null> };
