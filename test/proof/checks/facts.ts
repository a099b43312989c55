import { deepStrictEqual } from "node:assert/strict";
import { isField } from "#policies/catalogue.ts";
import { madeUpRecord } from "#policies/made-up-record.ts";
import { CATALOGUE } from "#schemas/generated/catalogue.ts";
import type { ConsentRecord, HeldValue, PublishedRecord } from "#schemas/published-record.ts";
import { PERSON_FACTS } from "#schemas/vocabulary.ts";
import { CONSENTED, NOW, PARTY_IDS, PURPOSES } from "../../leaks/differential/arbitrary-rule.ts";
import { factValue } from "../../leaks/oracle/facts.ts";
import { drawnCases, eachCase } from "../drawn-cases.ts";
import type { Check, Engine } from "../engine.ts";

const HOST = "hampshire-police";

/** Every fact of drawn people, values and consents, as the oracle reads it. */
export const FACTS: Check = {
  name: "facts",
  holds: (engine) => {
    compareConsents(engine, [TAKEN_BACK]);
    eachCase(drawnCases(1_500), ({ record }) => {
      if (record === null) {
        return;
      }
      comparePerson(engine, record);
      for (const [field, held] of Object.entries(record.values)) {
        for (const value of held) {
          compareCell(engine, record, field, value);
        }
      }
      for (const field of CONSENTED) {
        compareCell(engine, record, field, NOTHING_KNOWN);
      }
    });
  },
};

/** Withdrawn before its first hour. */
const TAKEN_BACK: ConsentRecord = {
  consentId: "CN-1",
  takenBy: "solent-drug-services",
  state: "given",
  fields: CONSENTED,
  recipients: [...PARTY_IDS],
  purposes: PURPOSES,
  validFrom: "2027-01-01T00:00:00Z",
  expiresAt: null,
  withdrawnAt: "2026-11-01T00:00:00Z",
};

function compareConsents(engine: Engine, consents: readonly ConsentRecord[]): void {
  const record = madeUpRecord({}, {}, { consents });
  for (const field of CONSENTED) {
    compareCell(engine, record, field, NOTHING_KNOWN);
  }
}

const NOTHING_KNOWN: HeldValue = { originator: "solent-drug-services", value: "x", asOf: NOW.toISOString() };

function comparePerson(engine: Engine, record: PublishedRecord): void {
  const question = { now: NOW, party: "", host: null, purpose: "", field: "", record, value: NOTHING_KNOWN };
  const expected = Object.fromEntries(PERSON_FACTS.map((fact) => [fact, factValue(fact, question)]));
  const { values, asOf } = engine.personFactsAt(record.facts, PERSON_FACTS, NOW);
  deepStrictEqual(values, expected);
  const known = PERSON_FACTS.filter((fact) => expected[fact] !== "unknown");
  deepStrictEqual(asOf, Object.fromEntries(known.map((fact) => [fact, record.facts[fact]?.readAt])));
}

function compareCell(engine: Engine, record: PublishedRecord, field: string, value: HeldValue): void {
  const names = isField(field) ? CATALOGUE[field].cellFacts : [];
  for (const party of PARTY_IDS) {
    for (const purpose of PURPOSES) {
      const host = party === "iom-team" ? HOST : null;
      const question = { now: NOW, party, host, purpose, field, record, value };
      const expected = Object.fromEntries(names.map((fact) => [fact, factValue(fact, question)]));
      const scope = { party, host, purpose, nowMs: NOW.getTime(), consents: record.consents };
      deepStrictEqual(isField(field) ? engine.cellFactsOf(field, value, scope) : {}, expected);
    }
  }
}
