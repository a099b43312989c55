import type { Agreement } from "#policies/agreement-document.ts";
import { createSimulation } from "#policies/simulate.ts";
import { simulationInText } from "#policies/simulation/simulation-in-text.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import type { Sql } from "#services/platform/database/database.ts";
import { readDecisions } from "../decisions/read-decisions.ts";

export type Simulating = {
  /** Null: nothing was shared before. */
  readonly before: Agreement | null;
  readonly after: Agreement;
  /** Half-open. */
  readonly since: Date;
  readonly until: Date;
};

/**
 * Decides what was decided in a period again, under both versions, from the facts that were logged; a fact that was not gives
 * `cannot tell`, never a guess. Read in batches: the whole is never in memory.
 */
export async function simulateDecisions(
  sql: Sql,
  { before, after, since, until }: Simulating,
): Promise<Exchanges["agreement-simulation-answer"]> {
  const simulation = createSimulation(before, after);
  for await (const { basis, people, askers, times } of readDecisions(sql, { agreementId: after.id, since, until })) {
    simulation.addAll(basis, { people, askers, times });
  }
  const report = simulation.report();
  return {
    id: after.id,
    version: after.version,
    base: before?.version ?? null,
    since: since.toISOString(),
    until: until.toISOString(),
    decisions: report.decisions,
    changed: report.changed,
    undecided: report.undecided,
    says: simulationInText(report).trim(),
    changes: report.changes,
    cannotTell: report.cannotTell,
  };
}
