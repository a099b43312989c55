import type { Transaction } from "../../platform/database/database.ts";
import type { AppliedChanges } from "./apply-changes.ts";
import type { Cell, HeldConsent, RecordState } from "./record-state.ts";

/** Stores what changes said of one person, history and all. The document and the feeds are somebody else's. */
export async function saveStatements(tx: Transaction, before: RecordState, applied: AppliedChanges): Promise<void> {
  const standing = new Set(applied.state.cells);
  const fallen = before.cells.filter((cell) => !standing.has(cell));
  const { personId } = before;
  await Promise.all([
    fallen.length === 0 ? null : retireCells(tx, personId, fallen),
    applied.statements.length === 0 ? null : insertCells(tx, personId, applied.statements, standing),
    ...applied.consents.map((held) => saveConsent(tx, personId, held)),
    applied.restriction === null ? null : saveRestriction(tx, personId, applied.restriction),
  ]);
}

async function retireCells(tx: Transaction, personId: string, cells: readonly Cell[]): Promise<void> {
  const keys = cells.map(({ field, originator, itemKey, kind }) => ({
    field,
    originator,
    itemKey,
    clear: kind === "clear",
  }));
  await tx`
    update core.record_value v set current = false
    from jsonb_to_recordset(${JSON.stringify(keys)}::text::jsonb)
      as k(field text, originator text, "itemKey" text, clear boolean)
    where v.person_id = ${personId} and v.current and v.field = k.field and v.originator = k.originator
      and v.item_key = k."itemKey" and (v.kind = 'clear') = k.clear`;
}

async function insertCells(
  tx: Transaction,
  personId: string,
  statements: readonly Cell[],
  standing: ReadonlySet<Cell>,
): Promise<void> {
  const rows = statements.map((cell) => ({ ...cell, current: standing.has(cell) }));
  await tx`
    insert into core.record_value (person_id, field, originator, item_key, kind, value, as_of, recorded_time,
      item_facts, item_owner, evidence, event_id, current)
    select ${personId}::uuid, r.field, r.originator, r."itemKey", r.kind, r.value, r."asOf", r."recordedTime",
      r."itemFacts", r."itemOwner", r.evidence, r."eventId", r.current
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r(field text, originator text, "itemKey" text,
      kind text, value jsonb, "asOf" timestamptz, "recordedTime" timestamptz, "itemFacts" jsonb, "itemOwner" text,
      evidence jsonb, "eventId" text, current boolean)`;
}

async function saveConsent(tx: Transaction, personId: string, held: HeldConsent): Promise<void> {
  const { consent, eventTime, recordedTime } = held;
  await tx`
    insert into core.consent (person_id, taken_by, consent_id, consent, event_time, recorded_time, expires_at)
    values (${personId}, ${consent.takenBy}, ${consent.consentId}, ${JSON.stringify(consent)}::text::jsonb,
      ${eventTime}, ${recordedTime}, ${consent.expiresAt})
    on conflict (taken_by, consent_id) do update set person_id = excluded.person_id, consent = excluded.consent,
      event_time = excluded.event_time, recorded_time = excluded.recorded_time, expires_at = excluded.expires_at`;
}

async function saveRestriction(
  tx: Transaction,
  personId: string,
  restriction: NonNullable<AppliedChanges["restriction"]>,
): Promise<void> {
  const { setBy, excluded, restricted, asOf, recordedTime } = restriction;
  await tx`
    insert into core.access_restriction (person_id, set_by, excluded, restricted, as_of, recorded_time)
    values (${personId}, ${setBy}, ${JSON.stringify(excluded)}::text::jsonb, ${JSON.stringify(restricted)}::text::jsonb,
      ${asOf}, ${recordedTime})
    on conflict (person_id) do update set set_by = excluded.set_by, excluded = excluded.excluded,
      restricted = excluded.restricted, as_of = excluded.as_of, recorded_time = excluded.recorded_time`;
}
