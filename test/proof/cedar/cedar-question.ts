import { preparsePolicySet, statefulIsAuthorized } from "@cedar-policy/cedar-wasm/nodejs";
import type { KnownFacts } from "#policies/condition.ts";
import { CATALOGUE } from "#schemas/generated/catalogue.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { ReleaseForm } from "#schemas/vocabulary.ts";

/** Whether one value may go to one party, asked of Cedar once for each form the field can leave in. */
export type CedarQuestion = {
  readonly party: string;
  readonly role: string;
  readonly purpose: string;
  readonly originator: string;
  readonly field: FieldPath;
  readonly facts: KnownFacts;
  readonly nowMs: number;
};

/** Parsing costs more than a question, so that policies are parsed once for all questions on them. */
export function handToCedar(name: string, policies: string): void {
  const answer = preparsePolicySet(name, { staticPolicies: policies });
  if (answer.type === "failure") {
    throw new Error(`Cedar cannot read the policies: ${answer.errors.map(({ message }) => message).join("; ")}`);
  }
}

/** The forms, from the lowest, that Cedar allows. */
export function formsAllowed(policySetName: string, question: CedarQuestion): readonly ReleaseForm[] {
  return CATALOGUE[question.field].ladder.slice(1).filter((form) => isAllowed(policySetName, question, form));
}

function isAllowed(policySetName: string, question: CedarQuestion, form: ReleaseForm): boolean {
  const { party, role, purpose, originator, field, facts, nowMs } = question;
  const known = Object.entries(facts).filter(([, value]) => value !== "unknown");
  const answer = statefulIsAuthorized({
    principal: { type: "Party", id: party },
    action: { type: "Action", id: form },
    resource: { type: "Field", id: field },
    context: { role, purpose, originator, recipient: party, now: nowMs, facts: Object.fromEntries(known) },
    preparsedPolicySetId: policySetName,
    entities: [],
  });
  if (answer.type === "failure") {
    throw new Error(`Cedar cannot answer: ${answer.errors.map(({ message }) => message).join("; ")}`);
  }
  const { decision, diagnostics } = answer.response;
  // Cedar leaves out a policy that errs, so that a forbid with an error would allow.
  if (diagnostics.errors.length > 0) {
    throw new Error(`Cedar skipped a policy: ${diagnostics.errors.map(({ error }) => error.message).join("; ")}`);
  }
  return decision === "allow";
}
