import { formsAllowed, handToCedar } from "../../proof/cedar/cedar-question.ts";
import { toCedar } from "../../proof/cedar/translate.ts";
import type { FormOf } from "./form-of.ts";
import { projectBy } from "./form-of.ts";
import { isInScope } from "./rules-in-scope.ts";
import { REQUEST, scenarioAgreement, scenarioRecord } from "./scenario.ts";

/** What the process writes: what Cedar's answers make of the first records, and processor microseconds a record. */
export type CedarRun = { readonly answers: readonly unknown[]; readonly us: number; readonly n: number };

const RECORDS = 5;
const POLICY_SET = "scenario";

/** The scenario in Cedar, given only the rules for its reader; one question for each form of each field. */
function byCedar(): FormOf {
  const agreement = scenarioAgreement();
  const signed = Object.fromEntries(agreement.parties.map(({ id }) => [id, agreement.effective.from]));
  const sliced = { ...agreement, rules: agreement.rules.filter(isInScope) };
  handToCedar(POLICY_SET, toCedar(sliced, { signed, withheld: [] }));
  const { party, purpose, now } = REQUEST;
  const asked = { party, role: REQUEST.role ?? "", purpose, nowMs: now.getTime() };
  return (field, originator, facts) =>
    formsAllowed(POLICY_SET, { ...asked, field, originator, facts }).at(-1) ?? "withhold";
}

const formOf = byCedar();
const people = Array.from({ length: RECORDS }, (_, serial) => scenarioRecord(serial + 1));
// Once to be ready, once to be measured.
const answers = people.map((record) => projectBy(formOf, record));
const start = process.cpuUsage();
for (const record of people) {
  JSON.stringify(projectBy(formOf, record));
}
const { user, system } = process.cpuUsage(start);
const run: CedarRun = { answers, us: (user + system) / RECORDS, n: RECORDS };
process.stdout.write(JSON.stringify(run));
