import type { Transaction } from "../../platform/database/database.ts";
import type { IntakeRules } from "../intake/take-in-event.ts";
import { type HitMove, lockHit } from "./decide-hit.ts";
import { type By, noteHitEvent } from "./note-hit-event.ts";
import { tellRecord } from "./tell-record.ts";

export type HitOutcome = {
  readonly hitId: string;
  readonly outcome: "ruledIn" | "ruledOut" | "inconclusive";
  readonly note: string | null;
  readonly recordedBy: By;
};

/**
 * Keeps what the crime's force made of a qualified hit. It may be put right later; each time is kept. Of a hit that fell away
 * meanwhile the outcome is kept as well: the force may have found out before the hub did.
 */
export async function recordOutcome(
  tx: Transaction,
  { hitId, outcome, note, recordedBy }: HitOutcome,
  rules: IntakeRules,
  now: Date,
): Promise<HitMove> {
  const hit = await lockHit(tx, hitId);
  if (hit === null || hit.crime_agency_id !== recordedBy.agencyId) {
    return { outcome: "refused", guard: "hit-unknown" };
  }
  if (hit.state !== "qualified") {
    return { outcome: "refused", guard: "not-qualified" };
  }
  await tx`
    update core.tag_hit set outcome = ${outcome}, outcome_at = ${now}, outcome_note = ${note},
      outcome_by = ${JSON.stringify(recordedBy)}::text::jsonb
    where hit_id = ${hitId}`;
  await noteHitEvent(tx, { hitId, kind: "outcome", by: recordedBy, detail: { outcome, note } }, now);
  const about = { agencyId: recordedBy.agencyId, personId: hit.person_id, hitId, now };
  const payload = { matchId: hitId, outcome };
  await tellRecord(tx, { type: "police.match-outcome.recorded", ...about, payload }, rules);
  await rules.appendEntry(tx, {
    kind: "alteration",
    time: now,
    agency: recordedBy.agencyId,
    actor: recordedBy.actor,
    recipients: [],
    purpose: "crime-matching",
    resource: "tag-hit",
    personId: hit.person_id,
    fields: ["tag.qualifiedMatch"],
    detail: { hitId, outcome, note },
  });
  return { outcome: "decided" };
}
