import type { HeldValue, PublishedRecord } from "#schemas/published-record.ts";
import type { HitRow, HitScope } from "./hit-row.ts";
import { hitWords } from "./hit-words.ts";

/** What a hit says, as the value of the field under which policy decides about it. */
export function hitContent(row: HitRow, { by, hitId }: HitScope) {
  const ofHub = by === "monitoring-hub";
  const { crime, newest_crime: newest } = row;
  const isOvertaken = newest.from !== crime.from || newest.to !== crime.to;
  return {
    matchId: row.hit_id,
    state: row.state,
    crimeReference: crime.crimeReference,
    crimeVersion: row.version,
    foundAt: row.found_at.toISOString(),
    figures: row.figures,
    // How many others were near is about other people: their hits may never be qualified.
    words: hitWords(row.figures, ofHub ? row.others : null),
    ...(row.decided_at === null ? {} : { decided: decided(row, ofHub) }),
    ...(row.superseded_at === null
      ? {}
      : {
          superseded: {
            at: row.superseded_at.toISOString(),
            because: row.superseded_because,
            ...(isOvertaken ? { newWindow: { from: newest.from, to: newest.to } } : {}),
          },
        }),
    ...(row.outcome === null || row.outcome_at === null
      ? {}
      : { outcome: { outcome: row.outcome, at: row.outcome_at.toISOString(), note: row.outcome_note } }),
    method: {
      algorithmVersion: row.algorithm_version,
      parameters: row.parameters,
      comparedAt: row.compared_at.toISOString(),
    },
    digests: { hit: row.digest, positions: row.positions_digest, crime: row.crime_digest },
    ...(hitId === null ? {} : { positions: row.evidence }),
  };
}

/** Who decided, and their note, stays with the monitoring hub. */
function decided({ state, decided_at: at, decided_by: by, reason, note }: HitRow, ofHub: boolean) {
  return { decision: state, at: at?.toISOString(), reason, ...(ofHub ? { by: by?.actor, note } : {}) };
}

/** The field a hit is decided under: a candidate is its provider's alone, a qualified hit goes by the agreement. */
export function hitField({ state }: Pick<HitRow, "state">): "tag.qualifiedMatch" | "tag.candidateMatch" {
  return state === "qualified" ? "tag.qualifiedMatch" : "tag.candidateMatch";
}

/**
 * The person's record with this hit and its crime in place of whatever it holds of either, for policy to decide on and project. The
 * hit is the monitoring provider's word and the crime the force's, so each goes by its own originator's rules.
 */
export function recordWithHit(record: PublishedRecord, row: HitRow, scope: HitScope): PublishedRecord {
  const { force: policeForce, crime, figures } = row;
  const { crimeTypeId, crimeReference, from, to } = crime;
  const { eastingM, northingM } = figures.place;
  const place = { easting: Math.round(eastingM), northing: Math.round(northingM) };
  const hit: HeldValue = {
    originator: row.monitoring_agency_id,
    value: hitContent(row, scope),
    asOf: (row.decided_at ?? row.found_at).toISOString(),
  };
  const crimeRecord: HeldValue = {
    originator: row.crime_agency_id,
    value: { policeForce, crimeTypeId, crimeReference, from, to, ...place },
    asOf: to,
  };
  return {
    ...record,
    values: { ...record.values, [hitField(row)]: [hit], "police.crimeRecord": [crimeRecord] },
  };
}
