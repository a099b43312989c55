import { normalise, type ParsedIdentifier } from "./parsed-identifier.ts";

/** A prison number; no check rule is published. Null when it does not read as one. */
export function parseNoms(raw: string): ParsedIdentifier | null {
  const canonical = normalise(raw);
  return /^[A-Z]\d{4}[A-Z]{2}$/.test(canonical) ? { canonical, valid: true, fault: null } : null;
}
