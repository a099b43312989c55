import type { ParsedIdentifier } from "./parsed-identifier.ts";

const FULL = /^([A-Z]{1,2}\d[A-Z\d]?) (\d[A-Z]{2})$/;
const PARTIAL = /^([A-Z]{1,2}\d[A-Z\d]?)(?: (\d))?$/;
const INWARD_LENGTH = 3;

/** A full postcode, upper case with one space; null when it does not read as one. */
export function parsePostcode(raw: string): (ParsedIdentifier & { readonly outward: string }) | null {
  const text = raw.toUpperCase().replaceAll(/\s/gu, "");
  const match = FULL.exec(`${text.slice(0, -INWARD_LENGTH)} ${text.slice(-INWARD_LENGTH)}`);
  const [canonical, outward] = match ?? [];
  return canonical && outward ? { canonical, valid: true, fault: null, outward } : null;
}

/** A full postcode, a sector such as `SO15 0` or an outward code such as `SO15`, as treatment returns send them. */
export function parsePartialPostcode(raw: string): { readonly canonical: string; readonly outward: string } | null {
  const full = parsePostcode(raw);
  if (full !== null) {
    return { canonical: full.canonical, outward: full.outward };
  }
  const [canonical, outward] = PARTIAL.exec(raw.toUpperCase().trim().replaceAll(/\s+/gu, " ")) ?? [];
  return canonical && outward ? { canonical, outward } : null;
}
