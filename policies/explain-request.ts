import { FIELD_PATHS, type FieldPath } from "#schemas/generated/field-paths.ts";
import { FACT_VALUES, type ReleaseForm } from "#schemas/vocabulary.ts";
import { isFact } from "./checks/check-condition-facts.ts";
import { type KnownFacts, UNKNOWN } from "./condition.ts";
import type { CellVerdict } from "./decide-cell.ts";
import type { FieldReason, PolicyRequest, Refusal } from "./decision.ts";
import { explainScope } from "./explain-scope.ts";
import { type ChosenScope, passGate } from "./gate.ts";
import { obligationsOf } from "./obligations.ts";
import type { PolicySet } from "./policy-set.ts";
import { memberOf, textIn } from "./transforms/read-value.ts";

/** One field of an explained decision, in the words of design/agreements section 5. */
export type ExplainedField = {
  readonly form: ReleaseForm;
  readonly reason: FieldReason;
  readonly rule: string | null;
  readonly limitedBy: string | null;
  readonly clause: string | null;
  readonly originator: string | null;
  readonly gateway: string | null;
  readonly gateways: readonly string[];
  readonly sourceBasis: string | null;
  readonly recipientBasis: string | null;
  readonly onward: string | null;
  /** Cell facts it was decided on; null where the field has none. */
  readonly cell: Readonly<Record<string, string>> | null;
};

export type ExplainedDecision = {
  readonly at: string;
  readonly agreement: string | null;
  readonly party: string;
  readonly role: string | null;
  readonly purpose: string;
  readonly basis: string | null;
  readonly outlet: "policy.explain";
  readonly facts: Readonly<Record<string, string>>;
  readonly refusal: Pick<Refusal, "code" | "problem" | "candidates"> | null;
  readonly fields: Readonly<Partial<Record<FieldPath, ExplainedField>>>;
  readonly obligations: ReturnType<typeof obligationsOf> | null;
};

/**
 * The decision for an invented person of whom only the given facts are known: every field there is, with its rule,
 * clause and reason. A fault is a sentence about the request itself. With `from` the fields are those of which that party could
 * give a value, and the values are its own.
 */
export function explainRequest(
  question: unknown,
  policies: PolicySet,
  from: string | null = null,
): { readonly decision: ExplainedDecision } | { readonly fault: string } {
  const read = readQuestion(question);
  if ("fault" in read) {
    return read;
  }
  const { request, facts, basis } = read;
  const chosen = passGate(request, policies);
  const { party, purpose, now } = request;
  const common = { at: now.toISOString(), party, purpose, basis, outlet: "policy.explain" as const };
  if (chosen.outcome === "refused") {
    const { code, problem, candidates, agreement } = chosen;
    const refusal = { code, problem, candidates };
    const nothing = { facts: {}, fields: {}, obligations: null };
    return { decision: { ...common, agreement, role: request.role, refusal, ...nothing } };
  }
  if (basis !== null && !chosen.agreement.document.bases.some(({ id }) => id === basis)) {
    return { fault: `${basis} is not a basis of agreement ${chosen.agreement.document.id}.` };
  }
  return { decision: { ...common, ...explain(chosen, facts, now, from) } };
}

function explain(chosen: ChosenScope, facts: KnownFacts, now: Date, from: string | null) {
  const { document } = chosen.agreement;
  const verdicts = explainScope(chosen, facts, now.getTime(), from);
  const asked = FIELD_PATHS.filter((field) => from === null || verdicts[field].originator === from);
  const fields = asked.map((field) => [field, explained(verdicts[field])] as const);
  const received = FIELD_PATHS.filter(
    (field) => verdicts[field].form !== "withhold" && verdicts[field].reason !== "OWN_DATA",
  );
  return {
    agreement: `${document.id}@${document.version}`,
    role: chosen.role,
    facts: Object.fromEntries(chosen.scope.personFacts.map((fact) => [fact, facts[fact] ?? UNKNOWN])),
    refusal: null,
    fields: Object.fromEntries(fields),
    obligations: obligationsOf(document, received),
  };
}

function explained(verdict: CellVerdict): ExplainedField {
  const { form, reason, rule, limitedBy, clause, gateways, sourceBasis, recipientBasis, onward } = verdict;
  const cited = { form, reason, rule, limitedBy, clause, originator: verdict.originator || null };
  const cell = Object.keys(verdict.facts).length === 0 ? null : verdict.facts;
  return { ...cited, gateway: gateways[0] ?? null, gateways, sourceBasis, recipientBasis, onward, cell };
}

type Question = { readonly request: PolicyRequest; readonly facts: KnownFacts; readonly basis: string | null };

function readQuestion(question: unknown): Question | { readonly fault: string } {
  const party = textIn(question, "party");
  const purpose = textIn(question, "purpose");
  const at = textIn(question, "at");
  if (party === undefined || purpose === undefined || at === undefined) {
    return { fault: "The request needs party, purpose and at, each as text." };
  }
  const now = new Date(at);
  if (Number.isNaN(now.getTime())) {
    return { fault: `${at} is not an instant; write it as 2026-11-21T12:00:00Z.` };
  }
  const facts = readFacts(memberOf(question, "facts") ?? {});
  if ("fault" in facts) {
    return facts;
  }
  const agreementId = textIn(question, "agreement")?.split("@")[0] ?? null;
  const emergency = purpose === "emergency" ? { openedAt: now, secondActor: "a second person" } : null;
  const nobody = { actor: "", actorEmail: null, outlet: "policy.explain", fields: null };
  const role = textIn(question, "role") ?? null;
  const request = { now, party, purpose, role, agreementId, emergency, ...nobody };
  return { request, facts: facts.known, basis: textIn(question, "basis") ?? null };
}

function readFacts(given: unknown): { readonly known: KnownFacts } | { readonly fault: string } {
  if (typeof given !== "object" || given === null) {
    return { fault: "facts must be an object of fact names and values." };
  }
  for (const [fact, value] of Object.entries(given)) {
    if (!isFact(fact)) {
      return { fault: `There is no fact ${fact}.` };
    }
    const values: readonly unknown[] = [...FACT_VALUES[fact], UNKNOWN];
    if (!values.includes(value)) {
      return { fault: `${fact} is one of ${values.join(", ")}.` };
    }
  }
  return { known: given };
}
