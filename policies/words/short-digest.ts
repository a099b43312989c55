const OFFSET = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;

/**
 * FNV-1a, 64 bits, in hexadecimal: a short name for a text, the same on every machine. Not a safeguard: two texts may
 * be made to share one, so nothing is trusted because of it.
 */
export function shortDigest(text: string): string {
  let digest = OFFSET;
  for (const character of text) {
    digest = BigInt.asUintN(64, (digest ^ BigInt(character.codePointAt(0) ?? 0)) * PRIME);
  }
  return digest.toString(16).padStart(16, "0");
}
