import type { Agreement } from "#policies/agreement-document.ts";
import { type CompiledAgreement, compileAgreement } from "#policies/compile-agreement.ts";
import { indexAgreement } from "#policies/index-agreement.ts";
import { standing } from "#policies/made-up-policies.ts";
import { readDraft } from "../agreement-drafts.ts";

export const NOW = new Date("2026-11-21T12:00:00Z");

export const SAMPLES: readonly Agreement[] = [
  readDraft("agreements/solent-iom.isa.yaml"),
  readDraft("agreements/solent-substance-misuse.isa.yaml"),
];

/** The agreements of the demonstration, signed by every party and decided in advance. */
export function compileSamples(): readonly CompiledAgreement[] {
  return SAMPLES.map((document) => {
    const boundFrom = Object.fromEntries(document.parties.map(({ id }) => [id, document.effective.from]));
    return compileAgreement(indexAgreement(document, standing("active", boundFrom)), NOW.getTime());
  });
}
