import { randomUUID } from "node:crypto";
import type { Sql, Transaction } from "../../platform/database/database.ts";
import type { IntakeRules } from "../intake/take-in-event.ts";
import type { DecidedBy } from "../rag/assess-rag.ts";
import type { SchemeStatement } from "./scheme-statement.ts";

export type StatedStatement = {
  readonly quarter: string;
  readonly statement: SchemeStatement;
  readonly statedBy: DecidedBy;
};

/** Keeps what a scheme says of itself, in the caller's transaction. Nothing said before is lost: the later stands. */
export async function keepStatement(
  tx: Transaction,
  { quarter, statement, statedBy }: StatedStatement,
  rules: Pick<IntakeRules, "appendEntry">,
  now: Date,
): Promise<{ readonly outcome: "done"; readonly statementId: string; readonly at: string }> {
  const statementId = randomUUID();
  const { agencyId, actor, role } = statedBy;
  await tx`
    insert into core.scheme_statement (statement_id, at, quarter, statement, agency_id, actor, role)
    values (${statementId}, ${now}, ${quarter}, ${JSON.stringify(statement)}::text::jsonb, ${agencyId}, ${actor}, ${role})`;
  await rules.appendEntry(tx, {
    kind: "policy.scheme-stated",
    time: now,
    agency: agencyId,
    actor,
    recipients: [],
    resource: "scheme-statement",
    personId: null,
    fields: [],
    detail: { statementId, quarter, role },
  });
  return { outcome: "done", statementId, at: now.toISOString() };
}

/** What stands for a quarter: of each member the last that was said for it or for one before. */
export async function readStatement(sql: Sql, quarter: string): Promise<SchemeStatement> {
  const [row] = await sql<{ stands: SchemeStatement | null }[]>`
    select jsonb_object_agg(member.key, member.value order by said.quarter, said.turn) as stands
    from core.scheme_statement said cross join lateral jsonb_each(said.statement) as member
    where said.quarter <= ${quarter}`;
  return row?.stands ?? {};
}
