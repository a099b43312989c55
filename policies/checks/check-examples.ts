import { FACT_VALUES } from "#schemas/vocabulary.ts";
import type { Agreement, Example } from "../agreement-document.ts";
import { CATALOGUE, isField, rankOf } from "../catalogue.ts";
import { explainScope } from "../explain-scope.ts";
import type { DocumentPath, Finding } from "../fault.ts";
import { passGate } from "../gate.ts";
import type { LoadedAgreement, PolicySet } from "../policy-set.ts";
import { isFact } from "./check-condition-facts.ts";

/** Section 3, check 8: every stored example names what exists and gives the forms it promises, all parties bound. */
export function checkExamples(agreement: LoadedAgreement): readonly Finding[] {
  return agreement.document.examples.flatMap((example, at) => {
    const misnamed = checkNamesOf(agreement.document, example, at);
    return misnamed.length > 0 ? misnamed : checkForms(agreement, example, at);
  });
}

function about(check: Finding["check"], example: Example, at: number, inside: DocumentPath, message: string): Finding {
  return { check, rule: example.id, path: ["examples", at, ...inside], message: `Example ${example.id}: ${message}` };
}

function checkNamesOf(agreement: Agreement, example: Example, at: number): readonly Finding[] {
  const { party: partyId, role, purpose } = example.given;
  const party = agreement.parties.find(({ id }) => id === partyId);
  const names = (inside: DocumentPath, message: string) => about("names", example, at, inside, message);
  return [
    ...(party === undefined ? [names(["given", "party"], `${partyId} is not a party.`)] : []),
    ...(party === undefined || party.roles.includes(role)
      ? []
      : [names(["given", "role"], `${party.label} has no role ${role}.`)]),
    ...(agreement.purposes.some(({ id }) => id === purpose)
      ? []
      : [names(["given", "purpose"], `purpose ${purpose} is not one of this agreement's purposes.`)]),
    ...checkFacts(example, at),
    ...checkExpected(example, at),
  ];
}

function checkFacts(example: Example, at: number): readonly Finding[] {
  return Object.entries(example.given.facts).flatMap(([fact, value]) => {
    const values: readonly string[] = isFact(fact) ? [...FACT_VALUES[fact], "unknown"] : [];
    const message = isFact(fact) ? `${fact} is never ${value}.` : `there is no fact ${fact}.`;
    return values.includes(value) ? [] : [about("names", example, at, ["given", "facts", fact], message)];
  });
}

function checkExpected(example: Example, at: number): readonly Finding[] {
  return Object.entries(example.expect).flatMap(([field, form]) => {
    const message = isField(field)
      ? `${form} is not a form of ${field}; it can leave as ${CATALOGUE[field].ladder.join(", ")}.`
      : `${field} is not a field of the offender record.`;
    const isKnown = isField(field) && rankOf(field, form) !== null;
    return isKnown ? [] : [about("names", example, at, ["expect", field], message)];
  });
}

function checkForms(agreement: LoadedAgreement, example: Example, at: number): readonly Finding[] {
  const forms = formsGiven(agreement, example);
  return Object.entries(example.expect).flatMap(([field, expected]) => {
    const given = forms(field);
    const message = `${field} should leave as ${expected}, but the rules give ${given} (${example.says}).`;
    return given === expected ? [] : [about("examples", example, at, ["expect", field], message)];
  });
}

function formsGiven(agreement: LoadedAgreement, { given }: Example): (field: string) => string {
  const now = new Date(given.at ?? agreement.document.effective.from);
  const alone: PolicySet = { agreements: [agreement], hostOf: new Map(), precedence: [], leaseUntilMs: null };
  const { party, role, purpose } = given;
  const emergency = purpose === "emergency" ? { openedAt: now, secondActor: "a second person" } : null;
  const request = { now, party, role, purpose, emergency, agreementId: agreement.document.id };
  const nobody = { actor: "", actorEmail: null, outlet: "examples", fields: null };
  const chosen = passGate({ ...request, ...nobody }, alone);
  if (chosen.outcome === "refused") {
    return () => "withhold";
  }
  const explained = explainScope(chosen, given.facts, now.getTime());
  return (field) => (isField(field) ? explained[field].form : "withhold");
}
