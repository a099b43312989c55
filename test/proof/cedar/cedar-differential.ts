import { deepStrictEqual } from "node:assert/strict";
import fc from "fast-check";
import { standing } from "#policies/made-up-policies.ts";
import { CATALOGUE } from "#schemas/generated/catalogue.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { ReleaseForm } from "#schemas/vocabulary.ts";
import type { Engine } from "../engine.ts";
import { factsOfCell, recordOfFacts } from "../record-of-facts.ts";
import { formsAllowed, handToCedar } from "./cedar-question.ts";
import { type DrawnCells, drawnCells } from "./drawn-cells.ts";
import { toCedar } from "./translate.ts";

/** What Cedar allows of one cell, to be held against an engine. */
export type CedarCell = {
  readonly field: FieldPath;
  readonly originator: string;
  readonly allowed: readonly ReleaseForm[];
  /** How many questions that took: one for each form of the field. */
  readonly asked: number;
};

type Asked = DrawnCells["asked"][number];

export type CedarCase = {
  readonly drawn: DrawnCells;
  readonly answers: readonly { readonly asked: Asked; readonly cells: readonly CedarCell[] }[];
};

/** Asks Cedar about drawn agreements until it has decided so many cells. */
export function askCedar(decisionsMin: number, seed: number): readonly CedarCase[] {
  const cases: CedarCase[] = [];
  let decisions = 0;
  for (let batch = 0; decisions < decisionsMin; batch += 1) {
    for (const drawn of fc.sample(drawnCells, { numRuns: 50, seed: seed + batch })) {
      if (decisions >= decisionsMin) {
        break;
      }
      const answered = caseOf(drawn);
      cases.push(answered);
      decisions += answered.answers.reduce((sum, { cells }) => sum + cells.length, 0);
    }
  }
  return cases;
}

const POLICY_SET = "drawn";

function caseOf(drawn: DrawnCells): CedarCase {
  handToCedar(POLICY_SET, toCedar(drawn.document, drawn.standing));
  const answers = drawn.asked.map((asker) => ({
    asked: asker,
    cells: drawn.fields.flatMap((field) =>
      asker.originators.map((originator) => {
        const { party, role, purpose, facts, now } = asker;
        const question = { party, role, purpose, originator, field, facts, nowMs: now.getTime() };
        const asked = CATALOGUE[field].ladder.length - 1;
        return { field, originator, allowed: formsAllowed(POLICY_SET, question), asked };
      }),
    ),
  }));
  return { drawn, answers };
}

/** Throws unless both the look-up of one cell and the decision on a whole record allow exactly what Cedar does. */
export function agreesWithCedar(engine: Engine, { drawn, answers }: CedarCase): void {
  const { document, standing: stands, fields } = drawn;
  const agreement = engine.indexAgreement(document, standing("active", stands.signed, stands.withheld));
  const policies = { agreements: [agreement], hostOf: new Map(), precedence: [], leaseUntilMs: null };
  for (const { asked, cells } of answers) {
    const { party, role, purpose, facts, now, originators } = asked;
    const scope = agreement.scopes.get(`${party} ${role} ${purpose}`) ?? { fields: new Map(), personFacts: [] };
    const within = { agreement, scope, party, nowMs: now.getTime() };
    const request = { ...REQUEST, now, party, role, purpose, emergency: { openedAt: now, secondActor: null } };
    const decision = engine.decide(request, recordOfFacts(asked, fields, originators), policies);
    for (const { field, originator, allowed } of cells) {
      const byCell = engine.decideCell(within, { field, originator, facts: factsOfCell(field, facts) }).form;
      const decided = decision.outcome === "refused" ? undefined : decision.fields[field];
      const byDecision = decided?.cells.find((cell) => cell.originator === originator)?.form ?? "withhold";
      const about = `${field} of ${originator} for ${party} as ${role}, ${JSON.stringify(facts)}`;
      deepStrictEqual(upTo(field, byCell), allowed, `one cell: ${about}`);
      deepStrictEqual(upTo(field, byDecision), allowed, `the record: ${about}`);
    }
  }
}

const REQUEST = { actor: "a-01", actorEmail: null, agreementId: null, outlet: "people.read", fields: null };

/** The forms that an engine's form lets through, from the lowest. */
function upTo(field: FieldPath, form: ReleaseForm): readonly ReleaseForm[] {
  const { ladder } = CATALOGUE[field];
  return ladder.slice(1, Math.max(0, ladder.indexOf(form)) + 1);
}
