import { randomUUID } from "node:crypto";
import type { Sql } from "#services/platform/database/database.ts";
import { NOW } from "../sweep/canary-hub.ts";
import type { CanaryPerson } from "../sweep/canary-people.ts";

/** Tag hits of somebody who may be seen, of somebody sealed, and of somebody who will be restricted; by id. */
export type PlantedHits = {
  readonly candidate: string;
  readonly qualified: string;
  readonly sealedCandidate: string;
  readonly sealedQualified: string;
  readonly subjectCandidate: string;
  readonly subjectQualified: string;
};

export const HIT_SUBJECT = "adult who has withdrawn";

export async function plantHits(owner: Sql, people: readonly CanaryPerson[]): Promise<PlantedHits> {
  const plant = (name: string, state: "candidate" | "qualified") =>
    plantHit(owner, people.find((person) => person.name === name)?.personId ?? "", state);
  return {
    candidate: await plant("adult who has agreed", "candidate"),
    qualified: await plant("adult who has agreed", "qualified"),
    sealedCandidate: await plant("sealed", "candidate"),
    sealedQualified: await plant("sealed", "qualified"),
    subjectCandidate: await plant(HIT_SUBJECT, "candidate"),
    subjectQualified: await plant(HIT_SUBJECT, "qualified"),
  };
}

/** A hit on a crime of its own, as the core keeps it. */
export async function plantHit(owner: Sql, personId: string, state: "candidate" | "qualified"): Promise<string> {
  const [hitId, runId] = [randomUUID(), randomUUID()];
  const reference = `4426${hitId.slice(0, 8)}`;
  const [from, to] = ["2026-11-20T20:00:00Z", "2026-11-20T21:00:00Z"];
  const crime = { crimeReference: reference, crimeTypeId: "BIAD", from, to, easting: 442050, northing: 112330 };
  const [stored] = await owner<{ id: string }[]>`
    insert into core.crime_version (force, reference, version, agency_id, batch_id, crime, changed_fields, event_id, received_at)
    values ('Hampshire', ${reference}, 1, 'hampshire-police', 'HAM20261121', ${JSON.stringify(crime)}::text::jsonb, '{}', ${hitId},
      ${NOW})
    returning crime_version_id as id`;
  await owner`
    insert into core.match_run (run_id, crime_version_id, cause, at, algorithm_version, parameters, considered, left_out, positions,
      positions_digest, crime_digest)
    values (${runId}, ${stored?.id ?? ""}, 'crime', ${NOW}, 'tag-hits/1', '{}', 1, '{}', 1, 'x', 'x')`;
  const decided = state === "qualified" ? { agencyId: "em-provider", actor: "em-01" } : null;
  await owner`
    insert into core.tag_hit (hit_id, run_id, crime_version_id, crime_agency_id, monitoring_agency_id, person_id, answer, figures,
      evidence, digest, found_at, state, decided_at, decided_by, reason)
    values (${hitId}, ${runId}, ${stored?.id ?? ""}, 'hampshire-police', 'em-provider', ${personId}, 'RECORDED',
      ${JSON.stringify(FIGURES)}::text::jsonb, '[]', 'x', ${NOW}, ${state}, ${decided === null ? null : NOW},
      ${decided === null ? null : JSON.stringify(decided)}::text::jsonb, ${decided === null ? null : "stopped-there"})`;
  return hitId;
}

const FIGURES = {
  answer: "RECORDED",
  nearest: { distanceM: 12, errorM: 10, at: "2026-11-20T20:30:00Z", on: "fix", between: ["2026-11-20T20:30:00Z"] },
  positionsNear: 2,
  positionsInWindow: 12,
  minutesNear: 10,
  isSequence: true,
  coverage: { minutes: 60, ofMinutes: 60, share: 1 },
  longestGapMinutes: 0,
  medianAccuracyM: 10,
  medianSpeedKmh: 0,
  required: null,
  window: { from: "2026-11-20T20:00:00Z", to: "2026-11-20T21:00:00Z", isWidened: false, isWide: false },
  zoneRadiusM: 105,
  silences: [],
  noData: [],
  notCounted: { repeated: 0, contradicted: 0, jumps: 0, uncounted: 0 },
  place: { eastingM: 442050, northingM: 112330, uncertaintyM: 5 },
  usual: { daysNear: 0, daysWithData: 0 },
  chance: { people: 0, days: 0 },
  surprise: 0.2,
};
