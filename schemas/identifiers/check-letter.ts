/** Remainders 0 to 22; I, O and S are not used (handbook 5.2). */
const LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY";

/** Modulus 23 check letter of PNC and CRO numbers. `digits` holds decimal digits only, at most 15 of them. */
export function checkLetter(digits: string): string {
  return LETTERS.charAt(Number(digits) % LETTERS.length);
}
