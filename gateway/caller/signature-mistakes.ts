import { createHash } from "node:crypto";
import { SIGNATURE_ALGORITHMS, type VerifyKey, verifyBytes } from "../client/http-signature/signature-algorithms.ts";
import type { SignedHead } from "./signed-head.ts";

type Attempt = { readonly base: Buffer; readonly signature: Buffer };
type Mistake = {
  readonly says: string;
  /** What the signer would have signed and sent by this mistake; null when it cannot have been this one. */
  readonly attempt: (base: string, head: SignedHead, key: VerifyKey) => Attempt | null;
};

const signedInstead = (says: string, change: (base: string, head: SignedHead) => string): Mistake => ({
  says,
  attempt: (base, head) => {
    const changed = change(base, head);
    return changed === base ? null : { base: Buffer.from(changed), signature: head.signature };
  },
});

const MISTAKES: readonly Mistake[] = [
  {
    says: "the signature is DER (as OpenSSL, Java and most HSMs give it); send r and s side by side (IEEE P1363)",
    attempt: (base, { signature }, { algorithm }) => {
      const converted = fromDer(signature, SIGNATURE_ALGORITHMS[algorithm].signatureBytes / 2);
      return converted === null ? null : { base: Buffer.from(base), signature: converted };
    },
  },
  signedInstead("the signed text ends in a line feed; the last line has none", (base) => `${base}\n`),
  signedInstead("the signed text has CR LF between its lines; it is LF alone", (base) => base.replaceAll("\n", "\r\n")),
  signedInstead("the path was signed in place of the whole @target-uri", (base, { origin }) =>
    base.replace(`"@target-uri": ${origin}`, '"@target-uri": '),
  ),
  signedInstead("the @target-uri was signed without its query", (base) =>
    base.replace(/^("@target-uri": [^?\n]*)\?[^\n]*/m, "$1"),
  ),
  signedInstead("the @target-uri was signed with https in place of http", (base) =>
    base.replace('"@target-uri": http:', '"@target-uri": https:'),
  ),
  signedInstead("the @target-uri was signed with http in place of https", (base) =>
    base.replace('"@target-uri": https:', '"@target-uri": http:'),
  ),
  signedInstead("the @method was signed in small letters", (base) =>
    base.replace(/^("@method": )([A-Z]+)$/m, (_line, name: string, method: string) => name + method.toLowerCase()),
  ),
  signedInstead("the label was signed as part of @signature-params", (base, { input }) =>
    base.replace(/("@signature-params": )/, `$1${input.label}=`),
  ),
  signedInstead("Hub-Actor was signed without its quotation marks", (base) =>
    base.replace(/^("hub-actor": )"(.*)"$/m, "$1$2"),
  ),
  {
    says: "a hash of the signature base was signed; sign the base itself",
    attempt: (base, { signature }) => ({ base: createHash("sha256").update(base).digest(), signature }),
  },
];

/** Finds out by trying which of the usual mistakes made a signature invalid. */
export async function namedMistake(base: string, head: SignedHead, key: VerifyKey): Promise<string | null> {
  for (const { says, attempt } of MISTAKES) {
    const tried = attempt(base, head, key);
    if (tried !== null && (await verifyBytes(key, tried.base, tried.signature))) {
      return says;
    }
  }
  return null;
}

/** r and s out of `SEQUENCE { INTEGER, INTEGER }`, each at its full width. */
function fromDer(der: Buffer, width: number): Buffer | null {
  if (der[0] !== 0x30 || der[1] !== der.length - 2 || der[2] !== 2) {
    return null;
  }
  const rEnd = 4 + (der[3] ?? 0);
  const sLength = der[rEnd + 1] ?? 0;
  if (der[rEnd] !== 2 || rEnd + 2 + sLength !== der.length) {
    return null;
  }
  const r = der.subarray(4, rEnd);
  const s = der.subarray(rEnd + 2);
  const fits = [r, s].every((bytes) => bytes.length <= width + 1);
  return fits ? Buffer.concat([fixedWidth(r, width), fixedWidth(s, width)]) : null;
}

function fixedWidth(integer: Buffer, width: number): Buffer {
  const bytes = integer.subarray(Math.max(0, integer.length - width));
  return Buffer.concat([Buffer.alloc(width - bytes.length), bytes]);
}
