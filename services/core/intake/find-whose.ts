import { randomUUID } from "node:crypto";
import type { AgencyEvent, PersonReference } from "#schemas/agency-event.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { swapDayAndMonth } from "../linkage/compare-birth-dates.ts";
import { identifierKey } from "../linkage/compare-identifiers.ts";
import { scopeOf } from "../linkage/issuers.ts";
import { evidenceOf, type LinkEvidence, mergeEvidence } from "../linkage/link-evidence.ts";
import { type LinkDecision, linkPerson } from "../linkage/link-person.ts";
import { addIdentifiers, noteLink, type Speaker } from "../linkage/link-records.ts";
import { isStrong, type PersonProfile } from "../linkage/person-profile.ts";
import {
  closeWithoutPerson,
  findReview,
  type LinkReview,
  proposeCandidates,
  saysNothingNew,
} from "../linkage/reviews.ts";
import { findProfiles } from "../record/load-record.ts";
import type { Pointer } from "../updates/announce.ts";
import { heldEvents, markApplied } from "./event-log.ts";
import { countDiscarded } from "./source-events.ts";

/** Whose event it is, with what was stored on the way to knowing. */
export type Whose =
  | {
      readonly outcome: "person";
      readonly personId: string;
      readonly cause: string;
      /** The record was not known to be this person's before. */
      readonly newLink: boolean;
      /** Events of the record that waited for a review which is now settled. */
      readonly waiting: readonly AgencyEvent[];
      readonly pointers: readonly Pointer[];
    }
  | { readonly outcome: "review"; readonly reviewId: string }
  | { readonly outcome: "nobody" };

/** The event by which a person comes onto the roster. */
const REGISTRATION = "iom-team.registration.imported";
/** Any fixed number: registrations of one person that arrive together are taken in one after the other. */
const REGISTRATION_LOCK = 7_214_002;
/** An identifier that more people than this hold says nothing. */
const HOLDERS_MAX = 3;

/** Finds the person an event is about; opens, updates or settles the review of its record. */
export async function findWhose(tx: Transaction, event: AgencyEvent, speaker: Speaker): Promise<Whose> {
  const reference = event.data.personReference ?? { identifiers: [] };
  if (event.type === REGISTRATION) {
    await tx`select pg_advisory_xact_lock(${REGISTRATION_LOCK})`;
  }
  const review = await findReview(tx, speaker);
  const said = evidenceOf(reference);
  if (review?.state === "not-linked" && saysNothingNew(review, said)) {
    return { outcome: "nobody" };
  }
  const evidence = isPending(review) ? mergeEvidence(review.evidence ?? said, said) : said;
  const decision = await decide(tx, reference, evidence, review, speaker);
  if (event.type === REGISTRATION && isNobodyYet(decision) && hasStrongIdentifier(reference)) {
    return createPerson(tx, reference, speaker);
  }
  switch (decision.outcome) {
    case "linked":
      return linkRecord(tx, reference, decision, review, speaker);
    case "review":
      return { outcome: "review", reviewId: await proposeCandidates(tx, speaker, review, { ...decision, evidence }) };
    case "nobody":
      return forgetRecord(tx, review, speaker);
  }
}

async function decide(
  tx: Transaction,
  reference: PersonReference,
  evidence: LinkEvidence,
  review: LinkReview | null,
  { agencyId }: Speaker,
): Promise<LinkDecision> {
  const identifiers = [...reference.identifiers, ...evidence.identifiers]
    .filter(({ valid }) => valid)
    .map(({ type, value }) => ({ type, value, scope: scopeOf(type, agencyId) }));
  const linkedBefore = review?.state === "linked" ? review.personId : null;
  const profiles = await findProfiles(tx, {
    identifiers,
    birthDates: evidence.birthDates.flatMap((date) => [date, swapDayAndMonth(date) ?? date]),
    personIds: linkedBefore === null ? [] : [linkedBefore],
  });
  const known = profiles.find((profile) => ownsLocal(profile, identifiers));
  return linkPerson({
    evidence,
    profiles,
    knownPersonId: linkedBefore ?? known?.personId ?? null,
    generic: genericAmong(profiles),
  });
}

function ownsLocal(
  { identifiers: held }: PersonProfile,
  given: readonly { readonly type: string; readonly value: string; readonly scope: string }[],
): boolean {
  return held.some(
    (ours) =>
      ours.type === "LOCAL" &&
      ours.verified &&
      given.some(({ type, value, scope }) => type === "LOCAL" && value === ours.value && scope === ours.scope),
  );
}

function genericAmong(profiles: readonly PersonProfile[]): ReadonlySet<string> {
  const holders = new Map<string, Set<string>>();
  for (const { personId, identifiers } of profiles) {
    for (const identifier of identifiers) {
      const key = identifierKey(identifier);
      holders.set(key, (holders.get(key) ?? new Set<string>()).add(personId));
    }
  }
  return new Set([...holders].filter(([, people]) => people.size > HOLDERS_MAX).map(([key]) => key));
}

async function linkRecord(
  tx: Transaction,
  reference: PersonReference,
  { personId, cause, comparison }: Extract<LinkDecision, { outcome: "linked" }>,
  review: LinkReview | null,
  speaker: Speaker,
): Promise<Whose> {
  const vouched = cause === "identifier-corroborated";
  const newIdentifiers = await addIdentifiers(tx, personId, reference.identifiers, speaker, vouched);
  const waiting = isPending(review) ? await settle(tx, review, personId, speaker) : [];
  const newLink = cause !== "record-known" && newIdentifiers > 0;
  if (newLink) {
    const explanation = comparison === null ? {} : { name: comparison.name, birthDate: comparison.birthDate };
    await noteLink(tx, speaker, { kind: "linked", personId, cause, actor: null, explanation });
  }
  const pointers = newLink ? [{ subject: "hub.identity.linked", body: { personId } } as const] : [];
  return { outcome: "person", personId, cause, newLink, waiting, pointers };
}

/** A later file carried an identifier: what waited for a human no longer has to. */
async function settle(
  tx: Transaction,
  review: LinkReview,
  personId: string,
  { now }: Speaker,
): Promise<readonly AgencyEvent[]> {
  const waiting = await heldEvents(tx, review.reviewId);
  await markApplied(tx, waiting, personId);
  await tx`
    update core.link_review set state = 'linked', person_id = ${personId}, updated_at = ${now}
    where review_id = ${review.reviewId}`;
  return waiting;
}

async function createPerson(tx: Transaction, reference: PersonReference, speaker: Speaker): Promise<Whose> {
  const personId = randomUUID();
  await tx`insert into core.person (person_id, created_at) values (${personId}, ${speaker.now})`;
  await addIdentifiers(tx, personId, reference.identifiers, speaker, true);
  await noteLink(tx, speaker, { kind: "person-created", personId, cause: "registered", actor: null, explanation: {} });
  return {
    outcome: "person",
    personId,
    cause: "registered",
    newLink: true,
    waiting: [],
    pointers: [
      { subject: "hub.person.created", body: { personId } },
      { subject: "hub.person.registered", body: { personId } },
    ],
  };
}

async function forgetRecord(tx: Transaction, review: LinkReview | null, { agencyId, now }: Speaker): Promise<Whose> {
  if (isPending(review)) {
    const dropped = await closeWithoutPerson(tx, review, "no-candidate", now);
    await countDiscarded(tx, agencyId, now, dropped.length);
  }
  return { outcome: "nobody" };
}

function isPending(review: LinkReview | null): review is LinkReview {
  return review !== null && ["open", "unsure", "referred"].includes(review.state);
}

/** A namesake on the roster does not keep somebody with identifiers of their own off it. */
function isNobodyYet(decision: LinkDecision): boolean {
  return (
    decision.outcome === "nobody" ||
    (decision.outcome === "review" && decision.reason === "NO_STRONG_IDENTIFIER_AGREES")
  );
}

function hasStrongIdentifier({ identifiers }: PersonReference): boolean {
  return identifiers.some(({ type, valid }) => valid && isStrong(type));
}
