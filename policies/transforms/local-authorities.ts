/**
 * Local authority by outward code, for codes that lie wholly or nearly so in one. Version 1, for the demonstration's
 * area; a scheme elsewhere brings its own. A code that is not here cannot be generalised and is withheld.
 */
const BY_OUTWARD_CODE: Readonly<Record<string, readonly string[]>> = {
  Southampton: ["SO14", "SO15", "SO16", "SO17", "SO18", "SO19"],
  Portsmouth: ["PO1", "PO2", "PO3", "PO4", "PO5", "PO6"],
  Winchester: ["SO21", "SO22", "SO23", "SO24", "SO32"],
  Eastleigh: ["SO30", "SO50", "SO53"],
  "New Forest": ["SO40", "SO41", "SO42", "SO43", "SO45", "BH24", "BH25"],
  "Test Valley": ["SO20", "SO51", "SP10", "SP11"],
  Fareham: ["PO14", "PO15", "PO16"],
  Gosport: ["PO12", "PO13"],
  Havant: ["PO7", "PO8", "PO9", "PO10", "PO11"],
  "Isle of Wight": ["PO30", "PO31", "PO32", "PO33", "PO34", "PO35", "PO36", "PO37", "PO38", "PO39", "PO40", "PO41"],
};

const AUTHORITIES: ReadonlyMap<string, string> = new Map(
  Object.entries(BY_OUTWARD_CODE).flatMap(([authority, codes]) => codes.map((code) => [code, authority] as const)),
);

export function localAuthorityOf(outwardCode: string): string | undefined {
  return AUTHORITIES.get(outwardCode);
}
