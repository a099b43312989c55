import type { HeldValue, PublishedRecord } from "#schemas/published-record.ts";
import type { HitRow, HitScope } from "./hit-row.ts";
import { hitWords } from "./hit-words.ts";

/** What a hit says, as the value of the field under which policy decides about it. */
export function hitContent(row: HitRow, { by, hitId }: HitScope) {
  const ofHub = by === "monitoring-hub";
  const { crime } = row;
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
    ...superseded(row),
    ...outcomeOf(row),
    method: {
      algorithmVersion: row.algorithm_version,
      parameters: row.parameters,
      comparedAt: row.compared_at.toISOString(),
    },
    digests: { hit: row.digest, positions: row.positions_digest, crime: row.crime_digest },
    ...(hitId === null ? {} : { positions: ofHub ? row.evidence : visitOf(row) }),
  };
}

/** That it no longer holds, why, and when the crime is now said to have been. */
function superseded({ superseded_at: at, superseded_because: because, crime, newest_crime: newest }: HitRow) {
  if (at === null) {
    return {};
  }
  const isOvertaken = newest.from !== crime.from || newest.to !== crime.to;
  const newWindow = isOvertaken ? { newWindow: { from: newest.from, to: newest.to } } : {};
  return { superseded: { at: at.toISOString(), because, ...newWindow } };
}

function outcomeOf({ outcome, outcome_at: at, outcome_note: note }: HitRow) {
  return outcome === null || at === null ? {} : { outcome: { outcome, at: at.toISOString(), note } };
}

/** How much of the way in and out a force is given. */
const AROUND_VISIT = 2;

/**
 * The positions that a force is given: the visit itself, with how he came and how he went. A track in bulk is nobody's but the
 * provider's (handbook 3.8): where he was for the rest of the window is no part of the hit.
 */
export function visitOf({ evidence, figures }: Pick<HitRow, "evidence" | "figures">): HitRow["evidence"] {
  const between = figures.nearest?.between ?? [];
  const places = evidence.flatMap(({ standing, at }, place) =>
    standing === "near" || between.includes(at) ? [place] : [],
  );
  const [first, last] = [places[0], places.at(-1)];
  return first === undefined || last === undefined
    ? []
    : evidence.slice(Math.max(0, first - AROUND_VISIT), last + AROUND_VISIT + 1);
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
