/**
 * An identifier in canonical form. `valid` false means kept and shown, and never used to match:
 * a wrong check letter, or a value known to be junk (linkage design 2.2).
 */
export type ParsedIdentifier = {
  readonly canonical: string;
  readonly valid: boolean;
  readonly fault: "check-letter" | "deny-listed" | null;
};

export function withCheckLetter(canonical: string, matches: boolean): ParsedIdentifier {
  return matches ? { canonical, valid: true, fault: null } : { canonical, valid: false, fault: "check-letter" };
}

/** Upper case without spaces and hyphens, which people type as they please. */
export function normalise(raw: string): string {
  return raw.toUpperCase().replaceAll(/[\s\u2010-\u2015-]/gu, "");
}
