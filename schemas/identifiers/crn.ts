import { normalise, type ParsedIdentifier } from "./parsed-identifier.ts";

/** A probation case reference number; it has no check digit. Null when it does not read as one. */
export function parseCrn(raw: string): ParsedIdentifier | null {
  const canonical = normalise(raw);
  return /^[A-Z]\d{6}$/.test(canonical) ? { canonical, valid: true, fault: null } : null;
}
