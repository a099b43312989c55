import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Agreement } from "#policies/agreement-document.ts";
import { decide } from "#policies/decide.ts";
import { CELL_FACTS, FACT_VALUES, PERSON_FACTS } from "#schemas/vocabulary.ts";
import { signedByAll } from "../oracle/agreement.ts";
import { exampleRecord } from "../oracle/example-record.ts";
import { NOW } from "./arbitrary-rule.ts";
import { bothReadings, policySet } from "./compare.ts";

const RUNS_PER_SCOPE = Math.ceil(Number(process.env["LEAKS_RUNS"] ?? 10_000) / 3_333);
const FOLDER = new URL("../../../policies/agreements/", import.meta.url);

const ASKED = {
  now: NOW,
  actor: "a-01",
  actorEmail: null,
  agreementId: null,
  outlet: "people.read",
  fields: null,
  emergency: { openedAt: NOW, secondActor: null },
};

function read(file: string): Agreement {
  return parse(readFileSync(new URL(file, FOLDER), "utf8"), { version: "1.2", schema: "core" });
}

const facts = fc
  .record(
    Object.fromEntries(
      [...PERSON_FACTS, ...CELL_FACTS].map((fact) => [
        fact,
        fc.option(fc.constantFrom<string>(...FACT_VALUES[fact]), { nil: undefined, freq: 5 }),
      ]),
    ),
  )
  .map((drawn) =>
    Object.fromEntries(Object.entries(drawn).flatMap(([fact, v]) => (v === undefined ? [] : [[fact, v]]))),
  );

describe.each(["solent-iom.isa.yaml", "solent-substance-misuse.isa.yaml"])("%s", (file) => {
  const document = read(file);
  const agreements = [{ document, status: { ...signedByAll(document).status, withheld: [] } }];
  const policies = policySet(agreements);
  const scopes = document.parties.flatMap(({ id: party, roles }) =>
    roles.flatMap((role) => document.purposes.map((purpose) => ({ party, role, purpose: purpose.id }))),
  );

  test("is read alike for every party, role and purpose, whatever is known of the person", () => {
    for (const scope of scopes) {
      const request = { ...ASKED, ...scope };
      const alike = fc.property(facts, (known) => {
        const record = exampleRecord(document, known, NOW);
        const readings = bothReadings({ agreements, request, record }, decide, policies);
        expect(readings.engine, JSON.stringify(scope)).toEqual(readings.oracle);
      });
      fc.assert(alike, { numRuns: RUNS_PER_SCOPE, seed: 20_261_121 });
    }
  });
});
