import { deepStrictEqual } from "node:assert/strict";
import type { PolicyRequest } from "#policies/decision.ts";
import type { PolicySet } from "#policies/policy-set.ts";
import { PARTIES, PURPOSES } from "../../leaks/differential/arbitrary-rule.ts";
import { policySet } from "../../leaks/differential/compare.ts";
import { drawnCases, eachCase } from "../drawn-cases.ts";
import type { Check } from "../engine.ts";

const ASKERS = PARTIES.flatMap(({ id: party, roles }) =>
  PURPOSES.flatMap((purpose) => roles.map((role) => ({ party, role, purpose }))),
);

const OFFSETS_MS = [0, -86_400_000, 1, -1, 2_592_000_000, 0];

/** An engine may remember what it decided; nobody's answer may come of what another, or another time, asked before. */
export const MEMORY: Check = {
  name: "memory",
  holds: (engine) =>
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
    }),
};

function askedAbout(request: PolicyRequest): readonly PolicyRequest[] {
  const byOthers = ASKERS.map((asker) => ({ ...request, ...asker }));
  const atOtherTimes = OFFSETS_MS.map((offset) => ({ ...request, now: new Date(request.now.getTime() + offset) }));
  return [...byOthers, ...atOtherTimes].map((one) => ({ ...one, fields: null }));
}
