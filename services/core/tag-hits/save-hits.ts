import { randomUUID } from "node:crypto";
import type { Transaction } from "../../platform/database/database.ts";
import type { IntakeRules } from "../intake/take-in-event.ts";
import type { DescribedHit } from "./described-hit.ts";
import { noteHitEvent } from "./note-hit-event.ts";
import type { ComparedCrime } from "./read-crime.ts";
import type { SettledHits } from "./settle-hits.ts";
import { tellFallenAway } from "./tell-fallen-away.ts";

type Settling = {
  readonly crime: ComparedCrime;
  readonly runId: string;
  readonly settled: SettledHits<DescribedHit>;
};

/** Keeps the new hits as candidates and marks those that no longer hold; whoever acted on one of those is told. */
export async function saveHits(
  tx: Transaction,
  { crime, runId, settled }: Settling,
  rules: IntakeRules,
  now: Date,
): Promise<void> {
  const idOf = new Map(settled.fresh.map((hit) => [hit, randomUUID()]));
  // The old ones first: of a crime and a person only one may stand.
  for (const { hit, because } of settled.superseded) {
    await tx`update core.tag_hit set superseded_at = ${now}, superseded_because = ${because} where hit_id = ${hit.hitId}`;
  }
  for (const [hit, hitId] of idOf) {
    await insertHit(tx, { crime, runId, hit, hitId }, now);
    await rules.appendEntry(tx, {
      kind: "combination",
      time: now,
      agency: crime.agencyId,
      recipients: [],
      purpose: "crime-matching",
      resource: "tag-hit",
      personId: hit.personId,
      fields: ["police.crimeRecord", "tag.position", "tag.candidateMatch"],
      detail: { runId, hitId, answer: hit.figures.answer },
    });
  }
  for (const { hit, because, replacedBy } of settled.superseded) {
    const by = replacedBy === null ? null : (idOf.get(replacedBy) ?? null);
    await tx`update core.tag_hit set superseded_by = ${by} where hit_id = ${hit.hitId}`;
    await noteHitEvent(tx, { hitId: hit.hitId, kind: "superseded", by: null, detail: { because, by } }, now);
    await tx`insert into core.outbox (subject, body)
      values ('hub.match.superseded', ${JSON.stringify({ matchId: hit.hitId })}::text::jsonb)`;
    if (hit.state === "qualified") {
      await tellFallenAway(tx, { hit, crime, because }, rules, now);
    }
  }
}

type Fresh = {
  readonly crime: ComparedCrime;
  readonly runId: string;
  readonly hit: DescribedHit;
  readonly hitId: string;
};

async function insertHit(tx: Transaction, { crime, runId, hit, hitId }: Fresh, now: Date): Promise<void> {
  const { personId, monitoringAgencyId, figures, evidence, digest } = hit;
  await tx`
    insert into core.tag_hit (hit_id, run_id, crime_version_id, crime_agency_id, monitoring_agency_id, person_id, answer, figures,
      evidence, digest, found_at)
    values (${hitId}, ${runId}, ${crime.versionId}, ${crime.agencyId}, ${monitoringAgencyId}, ${personId}, ${figures.answer},
      ${JSON.stringify(figures)}::text::jsonb, ${JSON.stringify(evidence)}::text::jsonb, ${digest}, ${now})`;
  await noteHitEvent(tx, { hitId, kind: "found", by: null, detail: { runId } }, now);
  await tx`insert into core.outbox (subject, body)
    values ('hub.match.candidate-found', ${JSON.stringify({ matchId: hitId })}::text::jsonb)`;
}
