import { expect, test } from "vitest";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Fact } from "#schemas/vocabulary.ts";
import { readDraft, ruleOf } from "#test/agreement-drafts.ts";
import type { FormChange } from "../agreement-diff.ts";
import type { Agreement } from "../agreement-document.ts";
import { isAmong } from "../circumstances.ts";
import { type CompiledAgreement, compileAgreement } from "../compile-agreement.ts";
import type { KnownFacts } from "../condition.ts";
import { diffAgreements } from "../diff-agreements.ts";
import { tupleAt, tupleCount, tupleIndex } from "../fact-tuple.ts";
import { indexAgreement } from "../index-agreement.ts";
import { ALWAYS_ACTIVE } from "../policy-set.ts";

const BEFORE: Agreement = readDraft("agreements/solent-iom.isa.yaml");

function changed(): Agreement {
  const draft = readDraft("agreements/solent-iom.isa.yaml");
  draft.rules = draft.rules.filter(({ id }: { id: string }) => id !== "L05");
  ruleOf(draft, "L01").when = { fact: "mappa", is: ["yes"] };
  ruleOf(draft, "P17").when = { fact: "cohort", is: ["fixed", "flex", "free"] };
  ruleOf(draft, "P42").when = { fact: "treatment-consent", is: ["given", "expired"] };
  ruleOf(draft, "P11").when = { fact: "condition-category", is: ["residence"] };
  return draft;
}

function compiled(document: Agreement): CompiledAgreement {
  const boundFrom = Object.fromEntries(document.parties.map(({ id }) => [id, document.effective.from]));
  const loaded = indexAgreement(document, { steps: ALWAYS_ACTIVE, boundFrom, withheld: [] });
  return compileAgreement(loaded, loaded.fromMs);
}

function formIn(
  table: CompiledAgreement,
  scope: string,
  field: FieldPath,
  originator: string,
  known: KnownFacts,
): string {
  const found = table.scopes.get(scope)?.fields.get(field);
  const at = found?.originators.indexOf(originator) ?? -1;
  return at === -1 || found === undefined
    ? "withhold"
    : (found.verdicts[at * tupleCount(found.facts) + tupleIndex(found.facts, known)]?.form ?? "withhold");
}

function factsOf(tables: readonly CompiledAgreement[], scope: string, field: FieldPath): readonly Fact[] {
  return [...new Set(tables.flatMap((table) => table.scopes.get(scope)?.fields.get(field)?.facts ?? []))];
}

test("cell by cell, the difference of two versions of the demonstration agreement is that of their compiled tables", () => {
  const after = changed();
  const tables = [compiled(BEFORE), compiled(after)] as const;
  const byCell = new Map<string, FormChange[]>();
  for (const change of diffAgreements(BEFORE, after).changes) {
    const key = `${change.party} ${change.role} ${change.purpose} ${change.field} ${change.originator}`;
    byCell.set(key, [...(byCell.get(key) ?? []), change]);
  }
  const wrong: string[] = [];
  let cells = 0;
  let moved = 0;

  for (const [scope, { fields }] of tables[0].scopes) {
    for (const [field, { originators }] of fields) {
      const facts = factsOf(tables, scope, field);
      const tuples = Array.from({ length: tupleCount(facts) }, (_, tuple) => tupleAt(facts, tuple));
      for (const originator of originators) {
        const changes = byCell.get(`${scope} ${field} ${originator}`) ?? [];
        for (const known of tuples) {
          const [from, to] = tables.map((table) => formIn(table, scope, field, originator, known));
          const told = changes
            .filter(({ when }) => isAmong(when, known))
            .map((change) => `${change.from} ${change.to}`);
          const expected = from === to ? "" : `${from} ${to}`;
          cells += 1;
          moved += from === to ? 0 : 1;
          if (told.join() !== expected) {
            wrong.push(`${scope} ${field} ${originator} ${JSON.stringify(known)}: ${told.join()}, not ${expected}`);
          }
        }
      }
    }
  }

  expect(wrong).toEqual([]);
  expect(cells).toBeGreaterThan(50_000);
  expect(moved).toBeGreaterThan(1_000);
});
