import type { Decision, PolicyRequest } from "#policies/decision.ts";
import { indexAgreement } from "#policies/index-agreement.ts";
import type { PolicySet } from "#policies/policy-set.ts";
import type { PublishedRecord } from "#schemas/published-record.ts";
import type { AgencyType } from "#schemas/vocabulary.ts";
import { type OracleAnswer, type OracleCell, type OracleWorld, oracle } from "../oracle.ts";
import type { DrawnAgreement } from "./arbitrary-agreement.ts";

export type Case = {
  readonly agreements: readonly DrawnAgreement[];
  readonly request: PolicyRequest;
  readonly record: PublishedRecord | null;
};

export type Engine = (request: PolicyRequest, record: PublishedRecord | null, policies: PolicySet) => Decision;

const PRECEDENCE: readonly AgencyType[] = ["probation", "police", "iom-team"];
const HOST_OF = { "iom-team": "hampshire-police" };

export function policySet(agreements: readonly DrawnAgreement[], index = indexAgreement): PolicySet {
  return {
    agreements: agreements.map(({ document, status }) =>
      index(document, { steps: status.steps, boundFrom: status.signed, withheld: status.withheld }),
    ),
    hostOf: new Map(Object.entries(HOST_OF)),
    precedence: PRECEDENCE,
    leaseUntilMs: null,
  };
}

function world(agreements: readonly DrawnAgreement[]): OracleWorld {
  const parties = agreements.flatMap(({ document }) => document.parties);
  return {
    agreements,
    agencyTypes: Object.fromEntries(parties.map(({ id, agencyType }) => [id, agencyType])),
    precedence: PRECEDENCE,
    hostOf: HOST_OF,
  };
}

/** Both readings of one case, in one shape, for a test to hold against each other. */
export function bothReadings(
  drawn: Case,
  engine: Engine,
  policies: PolicySet = policySet(drawn.agreements),
): { readonly oracle: unknown; readonly engine: unknown } {
  const { request, record } = drawn;
  return { oracle: readingOfOracle(drawn), engine: readingOfEngine(engine(request, record, policies), record) };
}

/** The oracle's answer as it is. */
export function askOracle({ agreements, request, record }: Case): OracleAnswer {
  const emergencyOpened = request.emergency !== null && request.emergency !== undefined;
  return oracle(world(agreements), { ...request, emergencyOpened }, record);
}

/** The design says which rule is cited for a value that a rule releases; for others it says the reason. */
function citation({ form, reason, rule, limitedBy }: Omit<OracleCell, "field" | "value">) {
  return form === "withhold" ? { form, reason, limitedBy } : { form, reason, rule, limitedBy };
}

export function readingOfOracle(drawn: Case): unknown {
  const answer = askOracle(drawn);
  if ("refused" in answer) {
    return answer;
  }
  const fields: Record<string, unknown[]> = {};
  for (const { field, value, ...cell } of answer.cells) {
    fields[field] = [...(fields[field] ?? []), { itemKey: value.itemKey, ...citation(cell) }];
  }
  return { fields, shown: answer.shown.map(({ field, value }) => [field, value.itemKey]).sort() };
}

export function readingOfEngine(decision: Decision, record: PublishedRecord | null): unknown {
  if (decision.outcome === "refused") {
    return { refused: decision.problem };
  }
  const decided = Object.entries(decision.fields);
  const shown = decided.flatMap(([field, { cells, chosen }]) =>
    cells
      .filter((cell, at) => cell.form !== "withhold" && (chosen === undefined || chosen === at))
      .map((cell) => [field, cell.itemKey]),
  );
  const fields = decided.map(([field, { cells }]) => [
    field,
    cells.map((cell) => ({ itemKey: cell.itemKey, ...citation(cell) })),
  ]);
  return { fields: record === null ? {} : Object.fromEntries(fields), shown: shown.sort() };
}
