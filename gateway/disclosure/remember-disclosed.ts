import type { CellDecision } from "#policies/decision.ts";
import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Transaction } from "#services/platform/database/database.ts";

export type ReleasedField = { readonly field: FieldPath; readonly cells: readonly CellDecision[] };

type Given = {
  readonly agencyId: string;
  /** Under which it is given: when it ends, so does what it let the agency have. */
  readonly agreementId: string;
  readonly personId: string;
  readonly now: Date;
  readonly released: readonly ReleasedField[];
};

/**
 * Remembers which agency holds which field of whom and whose value it was, so that a recall reaches those who have it.
 * The last time is kept to the day: a busy reader should not rewrite forty rows with every look.
 */
export async function rememberDisclosed(
  tx: Transaction,
  { agencyId, agreementId, personId, now, released }: Given,
): Promise<void> {
  const pairs = new Map(
    released.flatMap(({ field, cells }) =>
      cells
        .filter(({ originator }) => originator !== agencyId)
        .map(({ originator }) => [`${field} ${originator}`, { field, originator }] as const),
    ),
  );
  if (pairs.size === 0) {
    return;
  }
  const rows = [...pairs.values()];
  // What is remembered of late is left alone: an upsert would lock its row, and every reader of one person would wait for
  // the commit of the one before. The rest in one order everywhere, so that no two ever wait for each other in a circle.
  await tx`
    insert into gateway.disclosed (agency_id, person_id, field, originator, agreement_id, first_at, last_at)
    select ${agencyId}, ${personId}, field, originator, ${agreementId}, ${now}, ${now}
    from unnest(${rows.map(({ field }) => field)}::text[], ${rows.map(({ originator }) => originator)}::text[])
      as given (field, originator)
    where not exists (
      select from gateway.disclosed as known
      where known.agency_id = ${agencyId} and known.person_id = ${personId} and known.agreement_id = ${agreementId}
        and (known.field, known.originator) = (given.field, given.originator)
        and known.last_at >= ${now}::timestamptz - interval '1 day')
    order by field, originator
    on conflict (agency_id, person_id, field, originator, agreement_id) do update set last_at = excluded.last_at
    where disclosed.last_at < excluded.last_at - interval '1 day'`;
}

/** Which of these fields an agency was given that came from this originator. */
export async function fieldsDisclosed(
  tx: Transaction,
  sought: {
    readonly agencyId: string;
    readonly personId: string;
    readonly originator: string;
    readonly fields: readonly string[];
  },
): Promise<readonly string[]> {
  const rows = await tx<{ field: string }[]>`
    select distinct field from gateway.disclosed
    where agency_id = ${sought.agencyId} and person_id = ${sought.personId} and originator = ${sought.originator}
      and field = any(${[...sought.fields]}::text[]) order by field`;
  return rows.map(({ field }) => field);
}
