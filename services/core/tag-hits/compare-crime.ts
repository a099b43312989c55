import { createHash, randomUUID } from "node:crypto";
import { canonicalJson } from "../../ledger/canonical-json.ts";
import type { Transaction } from "../../platform/database/database.ts";
import type { IntakeRules } from "../intake/take-in-event.ts";
import { baseRateOf } from "./base-rate-of.ts";
import { hitEvidence, hitFigures } from "./describe-hit.ts";
import type { DescribedHit, PlaceFigures } from "./described-hit.ts";
import { type Eligible, findEligible } from "./find-eligible.ts";
import { matchCrime, type TrackedPerson } from "./match-crime.ts";
import type { MatchWork } from "./match-work.ts";
import { zoneOf } from "./matching/crime-window.ts";
import { ALGORITHM_VERSION, DEFAULT_PARAMETERS } from "./matching/parameters.ts";
import { type ComparedCrime, readNewest } from "./read-crime.ts";
import { lockStandingHits } from "./read-standing-hits.ts";
import { readTracks, TO_FIND_S, wearingsNear } from "./read-tracks.ts";
import { saveHits } from "./save-hits.ts";
import { settleHits } from "./settle-hits.ts";

/**
 * Compares one version of a crime with everybody who is eligible, in the caller's transaction: the run, its hits, what they
 * supersede and the ledger's entry of the combination are kept together. A version that was overtaken is passed over.
 */
export async function compareCrime(tx: Transaction, work: MatchWork, rules: IntakeRules, now: Date): Promise<void> {
  const crime = await readNewest(tx, work.crimeVersionId);
  if (crime === null) {
    return;
  }
  const place = zoneOf(crime.place, DEFAULT_PARAMETERS);
  if (place.outcome === "refused") {
    throw new RangeError(`a crime was taken in that cannot be compared: ${place.reason}`);
  }
  const { from, to } = place.zone;
  const eligible = await findEligible(tx, { from: from * 1000, to: to * 1000 });
  const near = await wearingsNear(tx, eligible.wearings, place.zone, DEFAULT_PARAMETERS);
  const people = await readTracks(tx, near, { from, to }, TO_FIND_S);
  const standing = await lockStandingHits(tx, crime);
  const found: DescribedHit[] = [];
  for (const { answer, ...person } of matchCrime(people, crime.place, DEFAULT_PARAMETERS)) {
    const track = people.find(({ personId }) => personId === person.personId)?.track;
    const evidence = track === undefined ? [] : hitEvidence(track, answer);
    const usual = await baseRateOf(tx, person.personId, place.zone);
    const figures = { ...hitFigures(answer), ...usual, place: placeFigures(crime.place) };
    found.push({ ...person, figures, evidence, digest: digestOf({ crime: crime.place, evidence }) });
  }
  const runId = await saveRun(tx, { work, crime, eligible, people }, now);
  const settled = settleHits(crime.versionId, found, standing);
  await rules.appendEntry(tx, combinationOf(crime, runId, eligible, now));
  await saveHits(tx, { crime, runId, settled }, rules, now);
}

function placeFigures({ eastingCm, northingCm, uncertaintyM }: ComparedCrime["place"]): PlaceFigures {
  return { eastingM: eastingCm / 100, northingM: northingCm / 100, uncertaintyM };
}

/** SHA-256, hex, of what a result rests on; the same for the same input, whatever the order of its members. */
function digestOf(value: unknown): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex");
}

type Run = {
  readonly work: MatchWork;
  readonly crime: ComparedCrime;
  readonly eligible: Eligible;
  readonly people: readonly TrackedPerson[];
};

async function saveRun(tx: Transaction, { work, crime, eligible, people }: Run, now: Date): Promise<string> {
  const runId = randomUUID();
  const positions = people.flatMap(({ personId, track }) =>
    track.fixes.map(({ at, eastingCm, northingCm }) => [personId, at, eastingCm, northingCm]),
  );
  await tx`
    insert into core.match_run (run_id, crime_version_id, cause, at, algorithm_version, parameters, considered, left_out, positions,
      positions_digest, crime_digest)
    values (${runId}, ${crime.versionId}, ${work.cause}, ${now}, ${ALGORITHM_VERSION},
      ${JSON.stringify(DEFAULT_PARAMETERS)}::text::jsonb, ${eligible.considered},
      ${JSON.stringify(eligible.leftOut)}::text::jsonb, ${positions.length}, ${digestOf(positions)}, ${digestOf(crime.crime)})`;
  return runId;
}

/** One for the comparison as a whole, before anybody is named: each hit has an entry of its own. */
function combinationOf(crime: ComparedCrime, runId: string, eligible: Eligible, now: Date) {
  const { force, reference, version, agencyId } = crime;
  const people = new Set(eligible.wearings.map(({ personId }) => personId)).size;
  return {
    kind: "combination",
    time: now,
    agency: agencyId,
    recipients: [],
    purpose: "crime-matching",
    resource: "tag-hit",
    personId: null,
    fields: ["police.crimeRecord", "tag.position"],
    detail: { runId, force, reference, version, people, leftOut: eligible.leftOut },
  } as const;
}
