import { normalise, type ParsedIdentifier } from "./parsed-identifier.ts";

const ISSUED = /^(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]$/;
const TEST = /^QQ\d{6}[A-D]$/;

/** A National Insurance number. QQ, HMRC's own illustration, is never issued and passes only when test identifiers are accepted. */
export function parseNino(raw: string, options: { readonly acceptTest: boolean }): ParsedIdentifier | null {
  const canonical = normalise(raw);
  const accepted = ISSUED.test(canonical) || (options.acceptTest && TEST.test(canonical));
  return accepted ? { canonical, valid: true, fault: null } : null;
}
