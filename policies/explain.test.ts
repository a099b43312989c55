import { expect, test } from "vitest";
import type { PublishedRecord } from "#schemas/published-record.ts";
import { readDraft } from "#test/agreement-drafts.ts";
import type { Agreement } from "./agreement-document.ts";
import { decide } from "./decide.ts";
import type { PolicyRequest } from "./decision.ts";
import { explainFor } from "./explain.ts";
import { permitFor, policiesOf } from "./made-up-policies.ts";
import { ACTIVE, held, madeUpRecord, madeUpRequest } from "./made-up-record.ts";

const document: Agreement = readDraft("agreements/solent-iom.isa.yaml");
const policies = policiesOf([{ document }], { hostOf: { "iom-team": "hampshire-police" } });

function permit(request: Partial<PolicyRequest>, record: PublishedRecord) {
  return permitFor(policies, request, record);
}

test("a recipient reads NOT_SHARED alike for withheld, unknown and not held; a refusal keeps its code to itself", () => {
  const name = { "identity.lastName": [held("hampshire-police", "Ashdown")] };
  const engagement = { "treatment.engagement": [held("solent-drug-services", "engaging")] };
  const withIt = explainFor(permit({}, madeUpRecord({ ...name, ...engagement }, ACTIVE)));
  const without = explainFor(permit({}, madeUpRecord(name, ACTIVE)));

  expect(withIt).toEqual(without);
  expect(withIt.outcome === "permit" && withIt.fields["treatment.engagement"]).toEqual({
    form: "withhold",
    reason: "NOT_SHARED",
    rule: null,
    clause: null,
  });
  expect(withIt.outcome === "permit" && withIt.fields["identity.lastName"]).toEqual({
    form: "full",
    reason: "PERMITTED",
    rule: "P01",
    clause: "4.1",
  });
  expect(explainFor(decide(madeUpRequest(), null, policies))).toEqual({
    outcome: "refused",
    problem: "not-found",
    candidates: [],
  });
});
