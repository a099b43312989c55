import { describe, expect, test } from "vitest";
import { type OracleAgreement, readAgreement, signedByAll } from "./oracle/agreement.ts";
import { exampleRecord } from "./oracle/example-record.ts";
import { type OracleWorld, oracle } from "./oracle.ts";
import { WORKED_EXAMPLE, type WorkedExample } from "./worked-example.ts";

const NOW = new Date("2026-11-21T12:00:00Z");
const worked = readAgreement(new URL("./worked-example.isa.yaml", import.meta.url));
const iom = readAgreement(new URL("../../policies/agreements/solent-iom.isa.yaml", import.meta.url));
const misuse = readAgreement(new URL("../../policies/agreements/solent-substance-misuse.isa.yaml", import.meta.url));

/** Forms above `withhold` of what others gave; own data is full in every case and tells nothing of the agreement. */
function formsOfOthers(
  agreement: OracleAgreement,
  asked: WorkedExample["asked"],
  facts: Readonly<Record<string, string>>,
) {
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

describe("the worked example of the design", () => {
  test.each(WORKED_EXAMPLE)("$asked with $facts", ({ asked, facts, expected }) => {
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
