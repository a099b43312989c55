import { expect, test } from "vitest";
import { readDraft } from "#test/agreement-drafts.ts";
import type { Agreement } from "./agreement-document.ts";
import { decide } from "./decide.ts";
import { policiesOf } from "./made-up-policies.ts";
import { ACTIVE, DRUGS, HOUSING, held, madeUpRecord, madeUpRequest } from "./made-up-record.ts";

const worked: Agreement = readDraft("worked-example.isa.yaml");
const rules = worked.rules.filter(({ kind }) => kind === "permit");
const clauses = worked.clauses.filter(({ id }) => rules.some(({ clause }) => clause === id));
const examples = worked.examples.map((example) => ({ ...example, expect: { "police.pncId": "full" as const } }));

test("two parties of whom no rule speaks are not taken for each other", () => {
  const policies = policiesOf([{ document: { ...worked, rules, clauses, examples } }]);
  const purpose = "evaluation";
  const record = madeUpRecord({ "treatment.engagement": [held("solent-drug-services", "engaging")] }, ACTIVE);
  const ask = (who: typeof DRUGS) => decide(madeUpRequest({ ...who, purpose }), record, policies);

  expect(ask(HOUSING)).toMatchObject({ code: "NOTHING_TO_SHARE" });
  expect(ask(DRUGS)).toMatchObject({ fields: { "treatment.engagement": { form: "full" } } });
  expect(ask(HOUSING)).toMatchObject({ code: "NOTHING_TO_SHARE" });
});
