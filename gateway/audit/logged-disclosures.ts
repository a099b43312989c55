import type { LoggedBasis } from "#policies/logged-basis.ts";
import type { Transaction } from "#services/platform/database/database.ts";
import type { Given } from "../decisions/log-decisions.ts";
import type { AuditQuery } from "./audit-query.ts";

/** One disclosure as the decision log has it, of a person by the hub's own id. */
export type LoggedDisclosure = {
  readonly receiptId: string;
  readonly logIndex: number | null;
  readonly personId: string;
  readonly at: Date;
  readonly basis: LoggedBasis;
  readonly given: Given;
};

/** After which the next page begins: newest first, by receipt among equals. */
export type AuditPosition = { readonly at: Date; readonly receiptId: string };

type Row = {
  readonly receipt_id: string;
  readonly log_index: string | null;
  readonly person_id: string;
  readonly at: Date;
  readonly outlet: string;
  readonly basis: Omit<LoggedBasis, "outlet">;
  readonly given: Given;
};

type Wanted = Pick<AuditQuery, "recipient" | "field" | "since" | "until"> & {
  /** Whose officer asks: only what went to that party or came from it. */
  readonly party: string;
  readonly personId: string | null;
  readonly after: AuditPosition | null;
  readonly limit: number;
};

/** Disclosures to or from one party, newest first. A decision that gave nothing of anybody else's is none. */
export async function findDisclosures(tx: Transaction, wanted: Wanted): Promise<readonly LoggedDisclosure[]> {
  const { party, personId, recipient, field, since, until, limit } = wanted;
  const after = wanted.after ?? { at: new Date(8.64e15), receiptId: "ffffffff-ffff-ffff-ffff-ffffffffffff" };
  const before = after.at < until ? after.at : until;
  const common = tx`
    decision.at >= ${since} and decision.at < ${until} and decision.at <= ${before}
    and (decision.at, decision.receipt_id) < (${before}, ${after.receiptId}::uuid)
    and (${personId}::uuid is null or decision.person_id = ${personId}::uuid)
    and (${recipient}::text is null or decision.party = ${recipient})`;
  const columns = tx`decision.receipt_id, decision.person_id, decision.at, decision.outlet, kept.basis, kept.given`;
  // What it received and what it gave are found by different indexes, so each is asked for by itself.
  const rows = await tx<Row[]>`
    with found as (
      (select ${columns} from gateway.decision join gateway.decision_basis as kept on kept.digest = decision.basis
       where decision.party = ${party} and ${common} and kept.originators <> '{}'
         and (${field}::text is null or kept.given ? ${field})
       order by decision.at desc, decision.receipt_id desc limit ${limit})
      union all
      (select ${columns} from gateway.decision_basis as kept join gateway.decision on kept.digest = decision.basis
       where kept.originators @> array[${party}] and decision.party <> ${party} and ${common}
         and (${field}::text is null or kept.given -> ${field} ? ${party})
       order by decision.at desc, decision.receipt_id desc limit ${limit})
    )
    select found.*, entry.log_index from found left join ledger.entry using (receipt_id)
    order by at desc, receipt_id desc limit ${limit}`;
  return rows.map(fromRow);
}

/** One disclosure to or from a party by its receipt; null when there is none, or none of that party's. */
export async function findDisclosure(
  tx: Transaction,
  party: string,
  receiptId: string,
): Promise<LoggedDisclosure | null> {
  const [row] = await tx<Row[]>`
    select receipt_id, person_id, at, outlet, kept.basis, kept.given, entry.log_index
    from gateway.decision join gateway.decision_basis as kept on kept.digest = decision.basis
      left join ledger.entry using (receipt_id)
    where receipt_id = ${receiptId}::uuid and kept.originators <> '{}'
      and (decision.party = ${party} or kept.originators @> array[${party}])`;
  return row === undefined ? null : fromRow(row);
}

function fromRow({ receipt_id, log_index, person_id, at, outlet, basis, given }: Row): LoggedDisclosure {
  return {
    receiptId: receipt_id,
    logIndex: log_index === null ? null : Number(log_index),
    personId: person_id,
    at,
    basis: { ...basis, outlet },
    given,
  };
}
