import { expect, test } from "vitest";
import type { PublishedRecord } from "#schemas/published-record.ts";
import { readDraft } from "#test/agreement-drafts.ts";
import type { Agreement } from "./agreement-document.ts";
import type { PolicyRequest } from "./decision.ts";
import { permitFor, policiesOf } from "./made-up-policies.ts";
import { ACTIVE, HOUSING, held, madeUpRecord, TEAM } from "./made-up-record.ts";

const document: Agreement = readDraft("agreements/solent-iom.isa.yaml");
const policies = policiesOf([{ document }], { hostOf: { "iom-team": "hampshire-police" } });

function permit(request: Partial<PolicyRequest>, record: PublishedRecord) {
  return permitFor(policies, request, record);
}

const REASON = { ruleId: "R-02", text: "Drug test positive." };

function reasonWith(evidence: readonly object[] | undefined) {
  return madeUpRecord(
    {
      "iom.ragStatus": [held("iom-team", "red")],
      "iom.ragReasons": [
        held("iom-team", REASON, { itemKey: "1", ...(evidence === undefined ? {} : { evidence }) } as object),
      ],
    },
    { ...ACTIVE, "sentence-treatment": "in-force" },
  );
}

const TEST_POSITIVE = {
  personId: madeUpRecord({}).personId,
  field: "treatment.drugTest",
  originator: "solent-probation",
  neededForm: "generalise:positive-or-not",
};

test("a reason is seen only by those who may see what it rests on; its author is no exception", () => {
  const formFor = (party: object, evidence?: readonly object[]) =>
    permit(party, reasonWith(evidence)).fields["iom.ragReasons"]?.cells[0];
  const police = { party: "hampshire-police", role: "leadOfficer" };

  expect(formFor(HOUSING, [TEST_POSITIVE])).toMatchObject({ form: "withhold", reason: "LIMITED_BY_EVIDENCE" });
  expect(formFor(police, [TEST_POSITIVE])).toMatchObject({ form: "full", reason: "PERMITTED" });
  expect(formFor({}, [TEST_POSITIVE])).toMatchObject({ form: "full" });
  expect(formFor(police, [{ ...TEST_POSITIVE, neededForm: "full" }])).toMatchObject({ form: "withhold" });
  expect(formFor(TEAM, [TEST_POSITIVE])).toMatchObject({ form: "full", reason: "OWN_DATA" });
  expect(formFor(TEAM, [{ ...TEST_POSITIVE, neededForm: "full" }])).toMatchObject({ form: "withhold" });
});

test.each([
  ["missing", undefined],
  ["empty", []],
  ["about somebody else", [{ ...TEST_POSITIVE, personId: "somebody-else" }]],
  ["of a field that does not exist", [{ ...TEST_POSITIVE, field: "police.shoeSize" }]],
  ["in a form that is not on the ladder", [{ ...TEST_POSITIVE, neededForm: "generalise:month" }]],
  ["in no form at all", [{ ...TEST_POSITIVE, neededForm: "withhold" }]],
  ["itself derived", [{ ...TEST_POSITIVE, field: "iom.ragReasons", originator: "iom-team", neededForm: "mask" }]],
  ["seen in part", [TEST_POSITIVE, { ...TEST_POSITIVE, neededForm: "full" }]],
])("evidence that is %s withholds the reason from everybody", (_, evidence) => {
  const police = { party: "hampshire-police", role: "leadOfficer" };
  expect(permit(police, reasonWith(evidence)).fields["iom.ragReasons"]?.form).toBe("withhold");
});
