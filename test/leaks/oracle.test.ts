import { describe, expect, test } from "vitest";
import { type OracleAgreement, readAgreement, signedByAll } from "./oracle/agreement.ts";
import { exampleRecord } from "./oracle/example-record.ts";
import { type OracleWorld, oracle } from "./oracle.ts";

const NOW = new Date("2026-11-21T12:00:00Z");
const worked = readAgreement(new URL("./worked-example.isa.yaml", import.meta.url));
const iom = readAgreement(new URL("../../policies/agreements/solent-iom.isa.yaml", import.meta.url));
const misuse = readAgreement(new URL("../../policies/agreements/solent-substance-misuse.isa.yaml", import.meta.url));

type Asked = { readonly party: string; readonly role: string; readonly purpose: string };

/** Forms above `withhold` of what others gave; own data is full in every case and tells nothing of the agreement. */
function formsOfOthers(agreement: OracleAgreement, asked: Asked, facts: Readonly<Record<string, string>>) {
  const world: OracleWorld = {
    agreements: [signedByAll(agreement)],
    agencyTypes: Object.fromEntries(agreement.parties.map(({ id, agencyType }) => [id, agencyType])),
    precedence: [],
    hostOf: {},
  };
  const request = {
    ...asked,
    now: NOW,
    actor: "a-01",
    actorEmail: null,
    agreementId: null,
    fields: null,
    emergencyOpened: true,
  };
  const record = exampleRecord(agreement, facts, NOW);
  const answer = oracle(world, request, record);
  const cells =
    "refused" in answer
      ? []
      : answer.cells.filter((cell) => cell.form !== "withhold" && cell.value.originator !== asked.party);
  return Object.fromEntries(cells.map(({ field, form }) => [field, form]));
}

const ADULT = { "lifecycle-state": "active", "age-group": "adult" };
const NAMES = { "identity.firstName": "full", "identity.lastName": "full" };
const probation = { party: "solent-probation", role: "probationPractitioner", purpose: "iom-case-management" };
const housing = { party: "solent-housing", role: "housingOfficer", purpose: "tenancy-support" };
const MANAGED = {
  ...NAMES,
  "identity.dateOfBirth": "full",
  "police.pncId": "full",
  "police.offendingHistory": "full",
  "police.intelligence": "mask",
};

describe("the worked example of the design", () => {
  test.each([
    [
      probation,
      { ...ADULT, "treatment-consent": "given" },
      {
        ...MANAGED,
        "treatment.engagement": "full",
        "treatment.drugServiceAttendance": "generalise:engaging-or-not",
      },
    ],
    [
      probation,
      { "lifecycle-state": "active" },
      {
        ...MANAGED,
        "identity.dateOfBirth": "generalise:age-band",
        "police.offendingHistory": "generalise:category-and-band",
      },
    ],
    [probation, { ...ADULT, "treatment-consent": "withdrawn" }, MANAGED],
    [
      { party: "solent-probation", role: "spo", purpose: "evaluation" },
      { "age-group": "adult" },
      { "police.pncId": "pseudonymise", "police.offendingHistory": "generalise:category-and-band" },
    ],
    [
      housing,
      ADULT,
      { ...NAMES, "identity.dateOfBirth": "generalise:age-band", "probation.roshLevel": "generalise:level" },
    ],
    [
      housing,
      { "lifecycle-state": "custody", "age-group": "adult" },
      { ...NAMES, "identity.dateOfBirth": "generalise:age-band" },
    ],
    [{ party: "hampshire-police", role: "iomInspector", purpose: "emergency" }, {}, { "probation.roshLevel": "full" }],
    [
      { party: "hampshire-police", role: "leadOfficer", purpose: "iom-case-management" },
      { "lifecycle-state": "closed", "treatment-consent": "given" },
      {},
    ],
  ])("%j with %j", (asked, facts, expected) => {
    expect(formsOfOthers(worked, asked, facts)).toEqual(expected);
  });
});

describe.each([worked, iom, misuse])("the examples inside $id", (agreement) => {
  test.each(agreement.examples)("$id", ({ given, expect: expected }) => {
    const forms = formsOfOthers(agreement, given, given.facts);
    const asListed = Object.keys(expected).map((field) => [field, forms[field] ?? "withhold"]);

    expect(Object.fromEntries(asListed)).toEqual(expected);
  });
});
