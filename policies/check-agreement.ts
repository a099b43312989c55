import type { Agreement } from "./agreement-document.ts";
import { checkConditionFacts } from "./checks/check-condition-facts.ts";
import { checkEffect } from "./checks/check-effect.ts";
import { checkEvaluation } from "./checks/check-evaluation.ts";
import { checkExamples } from "./checks/check-examples.ts";
import { checkFields } from "./checks/check-fields.ts";
import { checkGateways } from "./checks/check-gateways.ts";
import { checkNames } from "./checks/check-names.ts";
import { checkOriginators } from "./checks/check-originators.ts";
import { checkRegimes } from "./checks/check-regimes.ts";
import { checkSchema } from "./checks/check-schema.ts";
import { checkScopeSize } from "./checks/check-scope-size.ts";
import { checkSpecialCategory } from "./checks/check-special-category.ts";
import { checkStanding } from "./checks/check-standing.ts";
import { checkTimes } from "./checks/check-times.ts";
import type { DocumentPath, Fault, Finding } from "./fault.ts";
import { indexAgreement } from "./index-agreement.ts";
import { ALWAYS_ACTIVE } from "./policy-set.ts";

/** The line of a place in the file the document was read from; null where it is not known. */
export type LineOf = (path: DocumentPath) => number | null;

export type CheckedAgreement =
  | { readonly outcome: "sound"; readonly document: Agreement }
  | { readonly outcome: "faulty"; readonly faults: readonly Fault[] };

const CROSS_CHECKS: readonly ((agreement: Agreement) => readonly Finding[])[] = [
  checkNames,
  checkFields,
  checkConditionFacts,
  checkTimes,
  checkOriginators,
  checkSpecialCategory,
  checkRegimes,
  checkGateways,
  checkStanding,
  checkEvaluation,
];

/**
 * Every fault of one agreement at once: its shape, then the cross-checks of design/agreements section 3. Rules whose
 * shape is broken are left out of the cross-checks, so that the rest is still checked.
 */
export function checkAgreement(document: unknown, lineOf: LineOf = () => null): CheckedAgreement {
  const { findings, checkable } = checkSchema(document);
  const crossed = checkable === null ? [] : crossCheck(checkable.agreement, checkable.isWhole);
  // Places are those of the document as written, so that the line is the author's.
  const placed = crossed.map((finding) => ({ ...finding, path: checkable?.placeOf(finding.path) ?? finding.path }));
  const all = [...findings, ...placed];
  if (all.length === 0 && checkable !== null) {
    return { outcome: "sound", document: checkable.agreement };
  }
  const agreement = nameOfDocument(document);
  return {
    outcome: "faulty",
    faults: all.map((finding) => ({ ...finding, agreement, line: lineOf(finding.path) })),
  };
}

function crossCheck(agreement: Agreement, isWhole: boolean): readonly Finding[] {
  const findings = CROSS_CHECKS.flatMap((check) => check(agreement));
  if (!isWhole) {
    // A clause whose only rule is left out is not a clause without a rule.
    return findings.filter((finding) => finding.path[0] !== "clauses");
  }
  if (findings.length > 0) {
    return findings;
  }
  // Examples are tried once the rules make sense; before that they would repeat the same faults in other words.
  const boundFrom = Object.fromEntries(agreement.parties.map((party) => [party.id, agreement.effective.from]));
  const loaded = indexAgreement(agreement, { steps: ALWAYS_ACTIVE, boundFrom, withheld: [] });
  const tooLarge = checkScopeSize(loaded);
  // What is too large to enumerate is not enumerated to find rules that change nothing.
  return [...tooLarge, ...checkExamples(loaded), ...(tooLarge.length > 0 ? [] : checkEffect(loaded))];
}

function nameOfDocument(document: unknown): string | null {
  if (typeof document !== "object" || document === null || !("id" in document) || !("version" in document)) {
    return null;
  }
  return `${String(document.id)}@${String(document.version)}`;
}
