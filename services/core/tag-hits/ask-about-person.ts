import type { Transaction } from "../../platform/database/database.ts";
import type { IntakeRules } from "../intake/take-in-event.ts";
import { type HitFigures, hitFigures } from "./describe-hit.ts";
import type { LeftOut } from "./eligibility.ts";
import { findEligible } from "./find-eligible.ts";
import { zoneOf } from "./matching/crime-window.ts";
import { judge } from "./matching/judge.ts";
import { DEFAULT_PARAMETERS } from "./matching/parameters.ts";
import type { By } from "./note-hit-event.ts";
import { type ComparedCrime, readByReference } from "./read-crime.ts";
import { readTracks, TO_RULE_OUT_S } from "./read-tracks.ts";

export type Question = {
  readonly crimeReference: string;
  /** Tells crimes of several forces with one reference apart; null where there is only one. */
  readonly force: string | null;
  readonly personId: string;
  readonly askedBy: By;
};

export type QuestionAnswer =
  | { readonly outcome: "answered"; readonly figures: HitFigures; readonly crime: AskedCrime }
  /** The person may not be compared, or has no tag: positions were not looked at. */
  | { readonly outcome: "not-eligible"; readonly reasons: readonly NotCompared[]; readonly crime: AskedCrime }
  | { readonly outcome: "refused"; readonly guard: "crime-unknown" | "crime-ambiguous" };

type NotCompared = LeftOut | "device-shared" | "not-tagged";

/** Which crime the question turned out to be about, for the gateway to decide whether the asker may know of it. */
type AskedCrime = {
  readonly agencyId: string;
  readonly policeForce: string;
  readonly version: number;
  readonly crimeReference: string;
  readonly crimeTypeId: string;
  readonly from: string;
  readonly to: string;
};

/**
 * "Was he there?", about one named person and one crime: any of the five answers, ruling out among them. The asking is logged as a
 * combination before anything is told, whatever comes of it.
 */
export async function askAboutPerson(
  tx: Transaction,
  { crimeReference, force, personId, askedBy }: Question,
  rules: IntakeRules,
  now: Date,
): Promise<QuestionAnswer> {
  const crimes = (await readByReference(tx, crimeReference)).filter((one) => force === null || one.force === force);
  const [crime, ...others] = crimes;
  if (crime === undefined || others.length > 0) {
    return { outcome: "refused", guard: crime === undefined ? "crime-unknown" : "crime-ambiguous" };
  }
  const place = zoneOf(crime.place, DEFAULT_PARAMETERS);
  if (place.outcome === "refused") {
    throw new RangeError(`a crime was taken in that cannot be compared: ${place.reason}`);
  }
  const asked = askedCrime(crime);
  const { from, to } = place.zone;
  const eligible = await findEligible(tx, { from: from * 1000, to: to * 1000 }, personId);
  const own = eligible.wearings.filter(({ monitoringAgencyId }) => monitoringAgencyId === askedBy.agencyId);
  await rules.appendEntry(tx, {
    kind: "combination",
    time: now,
    agency: askedBy.agencyId,
    actor: askedBy.actor,
    recipients: [],
    purpose: "crime-matching",
    resource: "tag-hit",
    personId,
    fields: own.length === 0 ? [] : ["police.crimeRecord", "tag.position"],
    detail: { asked: crimeReference, force: crime.force, version: crime.version, leftOut: eligible.leftOut },
  });
  if (own.length === 0) {
    const reasons = Object.keys(eligible.leftOut) as NotCompared[];
    return { outcome: "not-eligible", reasons: reasons.length === 0 ? ["not-tagged"] : reasons, crime: asked };
  }
  const [person] = await readTracks(tx, own, { from, to }, TO_RULE_OUT_S);
  const answer = judge(person?.track ?? { fixes: [], silences: [] }, crime.place, DEFAULT_PARAMETERS);
  return { outcome: "answered", figures: hitFigures(answer), crime: asked };
}

function askedCrime({
  agencyId,
  force: policeForce,
  version,
  reference: crimeReference,
  crime,
}: ComparedCrime): AskedCrime {
  const { crimeTypeId, from, to } = crime;
  return { agencyId, policeForce, version, crimeReference, crimeTypeId, from, to };
}
