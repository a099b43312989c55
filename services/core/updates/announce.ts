import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Transaction } from "../../platform/database/database.ts";

/** A line of the change feed: what moved, never what it says. */
export type FeedChange = {
  readonly kind: "record" | "consent-withdrawn" | "access-restricted";
  readonly fields: readonly FieldPath[];
  readonly detail: Readonly<Record<string, unknown>>;
};

/** A pointer for the bus: ids and field paths only. */
export type Pointer = { readonly subject: `hub.${string}.${string}`; readonly body: Readonly<Record<string, unknown>> };

/** Writes what readers have to know about a change into its own transaction, and wakes them when it commits. */
export async function announce(
  tx: Transaction,
  { personId, version, now }: { readonly personId: string; readonly version: number; readonly now: Date },
  changes: readonly FeedChange[],
  pointers: readonly Pointer[],
): Promise<void> {
  const rows = changes.map(({ kind, fields, detail }) => ({ kind, fields, detail }));
  await Promise.all([
    tx`
      insert into core.change_feed (person_id, kind, fields, version, detail, created_at)
      select ${personId}::uuid, r.kind, array(select jsonb_array_elements_text(r.fields)), ${version}::bigint, r.detail,
        ${now}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r(kind text, fields jsonb, detail jsonb)`,
    tx`
      insert into core.outbox (subject, body)
      select r.subject, r.body
      from jsonb_to_recordset(${JSON.stringify(pointers)}::text::jsonb) as r(subject text, body jsonb)`,
    tx`select pg_notify('hub_change', '')`,
  ]);
}
