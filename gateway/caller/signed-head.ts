import {
  parameter,
  parseSignature,
  parseSignatureInput,
  type SignatureInputMember,
  type SignatureMember,
} from "../client/http-signature/signature-grammar.ts";
import type { RequestHead } from "./checks/header-checks.ts";
import type { Refusal } from "./refusal.ts";
import { headerOf } from "./wire-request.ts";

/** A request head with its signature parsed, and nothing yet believed. */
export type SignedHead = RequestHead & {
  readonly nowSeconds: number;
  readonly inputs: readonly SignatureInputMember[];
  readonly signatures: readonly SignatureMember[];
  /** The first of each; the checks see to it that there is no other. */
  readonly input: SignatureInputMember;
  readonly signature: Buffer;
  /** NaN when it is no number, which no comparison of the window accepts as fresh; its own check says so first. */
  readonly created: number;
  readonly keyid: string;
  readonly nonce: string;
};

/** Step 4: a header that is there must parse, and both must be there. No other dialect is ever tried. */
export function parseSignedHead(head: RequestHead, nowSeconds: number): SignedHead | Refusal {
  const inputs = parseHeader(head, "signature-input", parseSignatureInput);
  const signatures = parseHeader(head, "signature", parseSignature);
  if (inputs === null || signatures === null) {
    const which = inputs === null ? "Signature-Input" : "Signature";
    return { code: "signature-malformed", hint: `${which} does not follow the grammar of this profile` };
  }
  const [input] = inputs;
  const [signature] = signatures;
  if (input === undefined || signature === undefined) {
    return { code: "signature-missing", hint: "a signed call has Signature-Input and Signature" };
  }
  // Named one by one, because a spread before so many members costs more than all the checks before it.
  return {
    wire: head.wire,
    origin: head.origin,
    route: head.route,
    nowSeconds,
    inputs,
    signatures,
    input,
    signature: signature.bytes,
    created: Number(parameter(input.parameters, "created")?.text ?? Number.NaN),
    keyid: parameter(input.parameters, "keyid")?.text ?? "",
    nonce: parameter(input.parameters, "nonce")?.text ?? "",
  };
}

function parseHeader<M>(
  { wire }: RequestHead,
  name: string,
  parse: (text: string) => readonly M[] | null,
): readonly M[] | null {
  const text = headerOf(wire, name);
  return text === null ? [] : parse(text);
}
