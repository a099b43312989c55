import type { Transaction } from "../../platform/database/database.ts";
import type { IntakeRules } from "../intake/take-in-event.ts";
import { type By, noteHitEvent } from "./note-hit-event.ts";
import { qualifiedMatch } from "./qualified-match.ts";
import { tellRecord } from "./tell-record.ts";

/** Why a reviewer decided as they did; the reasons feed the live precision figure. */
const DECISION_REASONS = {
  qualify: ["stopped-there", "repeated-presence", "fits-the-crime", "other"],
  reject: ["passing-by", "usual-there", "poor-accuracy", "wrong-place-or-time", "other"],
} as const;

export type HitDecision = {
  readonly hitId: string;
  readonly decision: "qualify" | "reject";
  readonly reason: string;
  readonly note: string | null;
  readonly decidedBy: By;
};

export type HitGuard = "hit-unknown" | "already-decided" | "superseded" | "reason-unknown" | "not-qualified";
export type HitMove = { readonly outcome: "decided" } | { readonly outcome: "refused"; readonly guard: HitGuard };

type HitRow = {
  readonly person_id: string;
  readonly state: "candidate" | "qualified" | "rejected";
  readonly superseded_at: Date | null;
  readonly monitoring_agency_id: string;
  readonly crime_agency_id: string;
  readonly reference: string;
  readonly version: number;
  readonly distance_m: number | null;
};

/** Carries out what a named officer of the monitoring hub decided about a candidate of its own. It is decided once. */
export async function decideHit(
  tx: Transaction,
  decision: HitDecision,
  rules: IntakeRules,
  now: Date,
): Promise<HitMove> {
  const { hitId, decidedBy, reason, note } = decision;
  const hit = await lockHit(tx, hitId);
  const guard = failedGuard(hit, decision);
  if (guard !== null || hit === null) {
    return { outcome: "refused", guard: guard ?? "hit-unknown" };
  }
  const state = decision.decision === "qualify" ? "qualified" : "rejected";
  await tx`
    update core.tag_hit set state = ${state}, decided_at = ${now}, decided_by = ${JSON.stringify(decidedBy)}::text::jsonb,
      reason = ${reason}, note = ${note}
    where hit_id = ${hitId}`;
  await noteHitEvent(tx, { hitId, kind: state, by: decidedBy, detail: { reason, note } }, now);
  const agencyId = decidedBy.agencyId;
  const about = { agencyId, personId: hit.person_id, hitId, now };
  const crimeVersion = hit.version;
  const match = qualifiedMatch({ hitId, reference: hit.reference, at: now, distanceM: hit.distance_m });
  const pointer = { subject: `hub.match.${state}`, body: { matchId: hitId } } as const;
  await (state === "qualified"
    ? tellRecord(
        tx,
        { type: "electronic-monitoring.match.qualified", ...about, payload: { ...match, crimeVersion } },
        rules,
        [pointer],
      )
    : tellRecord(
        tx,
        {
          type: "electronic-monitoring.match.rejected",
          ...about,
          payload: { matchId: hitId, crimeReference: hit.reference, crimeVersion },
        },
        rules,
        [pointer],
      ));
  await rules.appendEntry(tx, {
    kind: "alteration",
    time: now,
    agency: agencyId,
    actor: decidedBy.actor,
    recipients: [],
    purpose: "crime-matching",
    resource: "tag-hit",
    personId: hit.person_id,
    fields: state === "qualified" ? ["tag.candidateMatch", "tag.qualifiedMatch"] : ["tag.candidateMatch"],
    detail: { hitId, decision: state, reason, note },
  });
  return { outcome: "decided" };
}

function failedGuard(hit: HitRow | null, { decision, reason, decidedBy }: HitDecision): HitGuard | null {
  if (hit === null || hit.monitoring_agency_id !== decidedBy.agencyId) {
    return "hit-unknown";
  }
  if (!DECISION_REASONS[decision].some((known) => known === reason)) {
    return "reason-unknown";
  }
  if (hit.superseded_at !== null) {
    return "superseded";
  }
  return hit.state === "candidate" ? null : "already-decided";
}

/** The hit and its crime's version, held until the transaction ends. */
export async function lockHit(tx: Transaction, hitId: string): Promise<HitRow | null> {
  const [row] = await tx<HitRow[]>`
    select h.person_id, h.state, h.superseded_at, h.monitoring_agency_id, h.crime_agency_id, c.reference, c.version,
      (h.figures #>> '{nearest,distanceM}')::float8 as distance_m
    from core.tag_hit as h join core.crime_version as c using (crime_version_id)
    where h.hit_id = ${hitId} for update of h`;
  return row ?? null;
}
