import { canonicalJson } from "#policies/canonical-json.ts";
import { cellFactsOf } from "#policies/cell-facts.ts";
import { checkAgreement } from "#policies/check-agreement.ts";
import { compileAgreement } from "#policies/compile-agreement.ts";
import { decide } from "#policies/decide.ts";
import { decideCell } from "#policies/decide-cell.ts";
import { explainScope } from "#policies/explain-scope.ts";
import { passGate } from "#policies/gate.ts";
import { indexAgreement } from "#policies/index-agreement.ts";
import { personFactsAt } from "#policies/person-facts.ts";
import { project, transformFailures } from "#policies/project.ts";
import { matches, queryPlan } from "#policies/queries.ts";

/** The public functions of the policy engine, so that every check can be run on the real one and on one with a fault in it. */
export const ENGINE = {
  canonicalJson,
  cellFactsOf,
  checkAgreement,
  compileAgreement,
  decide,
  decideCell,
  explainScope,
  indexAgreement,
  matches,
  passGate,
  personFactsAt,
  project,
  queryPlan,
  transformFailures,
};

export type Engine = typeof ENGINE;

/** Something that holds of a sound engine; it throws of one of which it does not hold. */
export type Check = { readonly name: string; readonly holds: (engine: Engine) => void };
