import { deepStrictEqual } from "node:assert/strict";
import type { Agreement, Rule } from "#policies/agreement-document.ts";
import type { PolicyRequest } from "#policies/decision.ts";
import { standing } from "#policies/made-up-policies.ts";
import { ACTIVE, HOUSING, held, madeUpRecord, madeUpRequest, NOW } from "#policies/made-up-record.ts";
import type { PolicySet } from "#policies/policy-set.ts";
import { readDraft } from "../../agreement-drafts.ts";
import { PARTIES, PURPOSES } from "../../leaks/differential/arbitrary-rule.ts";
import { policySet } from "../../leaks/differential/compare.ts";
import { drawnCases, eachCase } from "../drawn-cases.ts";
import type { Check, Engine } from "../engine.ts";

const WORKED: Agreement = readDraft("worked-example.isa.yaml");

const ASKERS = PARTIES.flatMap(({ id: party, roles }) =>
  PURPOSES.flatMap((purpose) => roles.map((role) => ({ party, role, purpose }))),
);

const OFFSETS_MS = [-1, 0, 1, 0, -1, -86_400_000, 2_592_000_000, 0];

/** An engine may remember what it decided; nobody's answer may come of what another, or another time, asked before. */
export const MEMORY: Check = {
  name: "memory",
  holds: (engine) => {
    deepStrictEqual(throughWindow(engine), WITHIN);
    deepStrictEqual(personAfterPerson(engine), ["full", "generalise:age-band", "full"]);
    eachCase(drawnCases(100), ({ agreements, ...drawn }) => {
      const requests = askedAbout(drawn.request);
      const answersOf = (policies: () => PolicySet) =>
        requests.map((request) => {
          const known = policies();
          const searches = Object.keys(drawn.record?.values ?? {}).map((field) =>
            engine.queryPlan(request, { [field]: "x" }, known),
          );
          return [engine.decide(request, drawn.record, known), searches];
        });
      // One after the other, since what is remembered of one set may be forgotten over the next.
      const fresh = answersOf(() => policySet(agreements, engine.indexAgreement));
      const shared = policySet(agreements, engine.indexAgreement);
      deepStrictEqual(
        answersOf(() => shared),
        fresh,
      );
    });
  },
};

const HOUR_MS = 3_600_000;

/** Asked just before a rule begins, as it begins, in its last moment, as it ends, and back again. */
const ASKED_AT_MS = [-1, 0, HOUR_MS - 1, HOUR_MS, 0, -1, 2 * HOUR_MS, -HOUR_MS];
const WITHIN = [false, true, true, false, true, false, false, false];

function throughWindow(engine: Engine): readonly boolean[] {
  const [starts, ends] = [0, HOUR_MS].map((offset) => new Date(NOW.getTime() + offset).toISOString());
  const rules = WORKED.rules.map((rule) => ({ ...rule, ...(rule.id === "P03" ? { starts, ends } : {}) }) as Rule);
  const policies = signedByAll(engine, rules);
  const record = madeUpRecord({ "identity.lastName": [held("hampshire-police", "Ashdown")] }, ACTIVE);
  return ASKED_AT_MS.map((offset) => {
    const now = new Date(NOW.getTime() + offset);
    const request = madeUpRequest({ ...HOUSING, purpose: "tenancy-support", now });
    return engine.decide(request, record, policies).outcome === "permit";
  });
}

/** A limit bites for one of whom the age is not known, whoever was asked about before. */
function personAfterPerson(engine: Engine): readonly unknown[] {
  const policies = signedByAll(engine, WORKED.rules);
  const born = { "identity.dateOfBirth": [held("hampshire-police", "1989-04-12")] };
  return [ACTIVE, { "lifecycle-state": "active" } as const, ACTIVE].map((facts) => {
    const decision = engine.decide(madeUpRequest(), madeUpRecord(born, facts), policies);
    return decision.outcome === "permit" ? decision.fields["identity.dateOfBirth"]?.form : decision.code;
  });
}

function signedByAll(engine: Engine, rules: readonly Rule[]): PolicySet {
  const signed = Object.fromEntries(WORKED.parties.map(({ id }) => [id, WORKED.effective.from]));
  const agreement = engine.indexAgreement({ ...WORKED, rules }, standing("active", signed));
  return { agreements: [agreement], hostOf: new Map(), precedence: [], leaseUntilMs: null };
}

function askedAbout(request: PolicyRequest): readonly PolicyRequest[] {
  const byOthers = ASKERS.map((asker) => ({ ...request, ...asker }));
  const atOtherTimes = OFFSETS_MS.map((offset) => ({ ...request, now: new Date(request.now.getTime() + offset) }));
  return [...byOthers, ...atOtherTimes].map((one) => ({ ...one, fields: null }));
}
