import { normalise, type ParsedIdentifier } from "./parsed-identifier.ts";

/** A unique property reference number without leading zeros; null unless it is 1 to 12 digits and not all zeros. */
export function parseUprn(raw: string): ParsedIdentifier | null {
  const text = normalise(raw);
  const canonical = text.replace(/^0+/, "");
  return /^\d{1,12}$/.test(text) && canonical !== "" ? { canonical, valid: true, fault: null } : null;
}
