import { deepStrictEqual } from "node:assert/strict";
import type { Rule } from "#policies/agreement-document.ts";
import { heightOf } from "#policies/catalogue.ts";
import type { CellVerdict } from "#policies/decide-cell.ts";
import { standing } from "#policies/made-up-policies.ts";
import { madeUpRequest, NOW } from "#policies/made-up-record.ts";
import { type LoadedAgreement, type PolicySet, scopeOf } from "#policies/policy-set.ts";
import type { Engine } from "../engine.ts";
import { factsOfCell, recordOfFacts } from "../record-of-facts.ts";
import { PARTIES, PURPOSE, type Question, rolesOf, worked } from "./drawn-rules.ts";

const EVERYBODY = Object.fromEntries(PARTIES.map((party) => [party, worked.effective.from]));

/** The worked example in force, with other rules. */
export function loadedWith(engine: Engine, rules: readonly Rule[], signed = EVERYBODY): LoadedAgreement {
  return engine.indexAgreement({ ...worked, rules }, standing("active", signed));
}

export function setOf(...agreements: readonly LoadedAgreement[]): PolicySet {
  return { agreements, hostOf: new Map(), precedence: [], leaseUntilMs: null };
}

/** The verdict of the reference on one cell; the decision on a record with that cell alone must be the same. */
export function decided(engine: Engine, agreement: LoadedAgreement, question: Question, now = NOW): CellVerdict {
  const { party, originator, field } = question;
  const [role = ""] = rolesOf(party);
  const within = { agreement, scope: scopeOf(agreement, party, role, PURPOSE), party, nowMs: now.getTime() };
  const facts = factsOfCell(field, question.facts);
  const verdict = engine.decideCell(within, { field, originator, facts });
  const record = recordOfFacts({ facts, party, purpose: PURPOSE, now }, [field], [originator]);
  const request = madeUpRequest({ now, party, role, purpose: PURPOSE });
  const decision = engine.decide(request, record, setOf(agreement));
  if (decision.outcome === "permit") {
    deepStrictEqual(decision.fields[field]?.cells, [{ ...verdict, itemKey: originator }]);
  } else {
    deepStrictEqual([decision.code, verdict.form], ["NOTHING_TO_SHARE", "withhold"]);
  }
  return verdict;
}

export function height(engine: Engine, rules: readonly Rule[], question: Question): number {
  return heightOf(question.field, decided(engine, loadedWith(engine, rules), question).form);
}
