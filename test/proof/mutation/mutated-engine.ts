import { readFileSync } from "node:fs";
import { register } from "node:module";
import type { Engine } from "../engine.ts";
import type { Operator } from "./operator.ts";
import { OPERATORS_ON_ANSWERS } from "./operators-on-answers.ts";
import { OPERATORS_ON_PLANS } from "./operators-on-plans.ts";
import { OPERATORS_ON_REQUESTS } from "./operators-on-requests.ts";
import { OPERATORS_ON_RULES } from "./operators-on-rules.ts";

export const OPERATORS: readonly Operator[] = [
  ...OPERATORS_ON_RULES,
  ...OPERATORS_ON_REQUESTS,
  ...OPERATORS_ON_ANSWERS,
  ...OPERATORS_ON_PLANS,
];

const POLICIES = new URL("../../../policies/", import.meta.url);

/** Operators whose text does not stand exactly once in the engine any more, and so would mutate nothing or guess. */
export function operatorsAstray(): readonly string[] {
  return OPERATORS.filter(({ file, from }) => {
    const parts = readFileSync(new URL(file, POLICIES), "utf8").split(from);
    return parts.length !== 2;
  }).map(({ name, file }) => `${file}: ${name}`);
}

/** Makes modules of mutants loadable; of use in a process of its own. */
export function registerMutants(): void {
  const data = { operators: OPERATORS, policies: POLICIES.href };
  register(new URL("./mutant-hooks.mjs", import.meta.url), { data });
}

/** The whole engine with one fault in it. */
export async function mutatedEngine(operator: Operator): Promise<Engine> {
  const number = OPERATORS.indexOf(operator);
  const from = (file: string) => import(`mutant:${number}/${file}`);
  const modules = await Promise.all(MODULES.map(from));
  return Object.assign({}, ...modules);
}

/** Where the functions of an engine are. */
const MODULES = [
  "canonical-json.ts",
  "cell-facts.ts",
  "check-agreement.ts",
  "compile-agreement.ts",
  "decide.ts",
  "decide-cell.ts",
  "explain-scope.ts",
  "gate.ts",
  "index-agreement.ts",
  "person-facts.ts",
  "project.ts",
  "queries.ts",
];
