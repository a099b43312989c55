import { deepStrictEqual } from "node:assert/strict";
import { type Case, policySet, readingOfEngine, readingOfOracle } from "../../leaks/differential/compare.ts";
import { drawnCases, eachCase } from "../drawn-cases.ts";
import type { Check } from "../engine.ts";

type ReadCase = { readonly drawn: Case; readonly oracle: unknown };

let read: readonly ReadCase[] | null = null;

/** Read once for all engines. */
function readCases(): readonly ReadCase[] {
  read ??= drawnCases(2_500).map((drawn) => ({ drawn, oracle: readingOfOracle(drawn) }));
  return read;
}

/** The engine against the independent oracle of test/leaks. */
export const ORACLE: Check = {
  name: "oracle",
  holds: (engine) =>
    eachCase(readCases(), ({ drawn, oracle }) => {
      const policies = policySet(drawn.agreements, engine.indexAgreement);
      const decision = engine.decide(drawn.request, drawn.record, policies);
      deepStrictEqual(readingOfEngine(decision, drawn.record), oracle);
    }),
};
