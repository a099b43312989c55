import { expect, test } from "vitest";
import type { PublishedRecord } from "#schemas/published-record.ts";
import { readDraft } from "#test/agreement-drafts.ts";
import type { Agreement } from "./agreement-document.ts";
import type { PolicyRequest } from "./decision.ts";
import { permitFor, policiesOf } from "./made-up-policies.ts";
import { ACTIVE, DRUGS, HOUSING, held, madeUpRecord, TEAM } from "./made-up-record.ts";

const document: Agreement = readDraft("agreements/solent-iom.isa.yaml");
const policies = policiesOf([{ document }], { hostOf: { "iom-team": "hampshire-police" } });

function permit(request: Partial<PolicyRequest>, record: PublishedRecord) {
  return permitFor(policies, request, record);
}

test("items of a list are decided each by its own facts", () => {
  const condition = (itemKey: string, category: string) =>
    held("solent-probation", { category, text: "x" }, { itemKey, itemFacts: { "condition-category": category } });
  const record = madeUpRecord(
    {
      "probation.licenceConditions": [condition("1", "residence"), condition("2", "treatment"), condition("3", "odd")],
    },
    ACTIVE,
  );
  const cells = permit(HOUSING, record).fields["probation.licenceConditions"]?.cells ?? [];
  expect(cells.map(({ itemKey, form, reason, facts }) => [itemKey, form, reason, facts])).toEqual([
    ["1", "generalise:category", "PERMITTED", { "condition-category": "residence" }],
    ["2", "withhold", "CONDITION_NOT_MET", { "condition-category": "treatment" }],
    ["3", "withhold", "FACT_UNKNOWN", { "condition-category": "unknown" }],
  ]);
});

test("an item is the recipient's own only when it is assigned to that party", () => {
  const action = (itemKey: string, more: object) =>
    held("iom-team", { actionId: itemKey, text: "x" }, { itemKey, ...more });
  const record = madeUpRecord(
    {
      "iom.planActions": [
        action("1", { itemOwner: "solent-housing" }),
        action("2", { itemOwner: "solent-drug-services" }),
        action("3", { itemFacts: { "item-owner": "recipient" } }),
      ],
    },
    ACTIVE,
  );
  const formsFor = (party: object) => permit(party, record).fields["iom.planActions"]?.cells.map(({ form }) => form);
  expect(formsFor(HOUSING)).toEqual(["full", "withhold", "withhold"]);
  expect(formsFor(DRUGS)).toEqual(["withhold", "full", "withhold"]);
});

test("consent of the person is weighed for this recipient, purpose and field, and the host's counts for the team", () => {
  const consents = [
    {
      consentId: "CN-7001",
      takenBy: "solent-drug-services",
      state: "given" as const,
      fields: ["treatment.engagement"],
      recipients: ["hampshire-police"],
      purposes: ["iom-case-management"],
      validFrom: "2026-10-01T00:00:00Z",
      expiresAt: null,
      withdrawnAt: null,
    },
  ];
  const record = madeUpRecord(
    {
      "identity.lastName": [held("hampshire-police", "Ashdown")],
      "treatment.engagement": [held("solent-drug-services", "engaging")],
    },
    ACTIVE,
    { consents },
  );
  const cellFor = (party: object) => permit(party, record).fields["treatment.engagement"]?.cells[0];
  expect(cellFor(TEAM)).toMatchObject({ form: "full", facts: { "treatment-consent": "given" }, onward: "never" });
  expect(cellFor({})).toMatchObject({ form: "withhold", facts: { "treatment-consent": "not-asked" } });
});
