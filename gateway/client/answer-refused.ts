/** Why the client hands an application nothing of what arrived. Codes are public. */
export type AnswerFault =
  | "signature-missing"
  | "signature-malformed"
  | "signature-tag-wrong"
  | "component-not-allowed"
  | "coverage-insufficient"
  | "response-not-bound"
  | "signature-stale"
  | "key-not-accepted"
  | "signature-invalid"
  | "content-digest-missing"
  | "content-digest-mismatch"
  | "content-too-large"
  | "update-malformed"
  | "update-sequence-gap";

/** What an answer said that nobody signed: shown to people who look for the fault, believed by no program. */
export type UnverifiedAnswer = { readonly status: number; readonly body: string };

/** An answer that is unsigned, altered or not bound to the call. Nothing in it may be used. */
export class AnswerRefused extends Error {
  override readonly name = "AnswerRefused";
  readonly code: AnswerFault;
  readonly unverified: UnverifiedAnswer | null;

  constructor(code: AnswerFault, unverified: UnverifiedAnswer | null = null) {
    super(`the answer was refused: ${code}`);
    this.code = code;
    this.unverified = unverified;
  }
}
