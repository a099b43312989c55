import type { Sql, Transaction } from "#services/platform/database/database.ts";

/** One opening of emergency access, for one actor and one person. */
export type EmergencyAccess = {
  readonly accessId: string;
  readonly agencyId: string;
  readonly actor: string;
  readonly secondActor: string | null;
  readonly agreement: { readonly id: string; readonly version: number };
  /** The id by which the opener named the person. */
  readonly asked: string;
  /** Whom the hub knows by it; null for nobody. */
  readonly personId: string | null;
  readonly reason: string;
  /** agencyIds that are told. */
  readonly told: readonly string[];
  readonly openedAt: Date;
  readonly openUntil: Date;
  readonly reviewDueAt: Date;
};

export async function insertAccess(tx: Transaction, opened: EmergencyAccess): Promise<void> {
  await tx`
    insert into gateway.emergency_access
      (access_id, agency_id, actor, second_actor, agreement_id, agreement_version, asked, person_id, reason, told,
       opened_at, open_until, review_due_at)
    values (${opened.accessId}, ${opened.agencyId}, ${opened.actor}, ${opened.secondActor}, ${opened.agreement.id},
      ${opened.agreement.version}, ${opened.asked}, ${opened.personId}, ${opened.reason}, ${[...opened.told]},
      ${opened.openedAt}, ${opened.openUntil}, ${opened.reviewDueAt})`;
}

/** What a reading under emergency access rests on. */
export type UsedAccess = Pick<EmergencyAccess, "accessId" | "secondActor" | "openedAt" | "told"> & {
  readonly agreementId: string;
};

type Using = Pick<EmergencyAccess, "agencyId" | "actor" | "asked"> & {
  /** As the call names it; null: that of the newest opening. */
  readonly agreementId: string | null;
  readonly now: Date;
};

/**
 * The actor's newest opening for a person, as the actor names them; null where there never was one. A reading within its window
 * is counted here, before anything is decided: what it is answered must not show in the count.
 */
export async function useAccess(
  tx: Transaction,
  { agencyId, actor, asked, agreementId, now }: Using,
): Promise<UsedAccess | null> {
  const [row] = await tx<UsedAccess[]>`
    with newest as (
      select access_id, agreement_id, second_actor, opened_at, told from gateway.emergency_access
      where agency_id = ${agencyId} and actor = ${actor} and asked = ${asked}
        and agreement_id = coalesce(${agreementId}, agreement_id)
      order by opened_at desc limit 1),
    counted as (
      update gateway.emergency_access as access set uses = uses + 1 from newest
      where access.access_id = newest.access_id and ${now} < open_until)
    select access_id as "accessId", agreement_id as "agreementId", second_actor as "secondActor", opened_at as "openedAt", told
    from newest`;
  return row ?? null;
}

/** Agencies whose values came out although they held nothing when the access was opened are told as well. */
export async function tellAlso(tx: Transaction, accessId: string, agencies: readonly string[]): Promise<void> {
  await tx`
    update gateway.emergency_access
    set told = array(select distinct agency from unnest(told || ${[...agencies]}::text[]) as agency order by agency)
    where access_id = ${accessId}`;
}

export type OwedReview = Pick<
  EmergencyAccess,
  "accessId" | "actor" | "secondActor" | "asked" | "reason" | "openedAt" | "openUntil" | "reviewDueAt"
> & {
  readonly agreement: string;
  readonly uses: number;
  /** How often this actor opened access to this person, this time included. */
  readonly openings: number;
};

/** What an agency has yet to review, the most urgent first. */
export async function readOwedReviews(
  tx: Transaction,
  agencyId: string,
  limit: number,
): Promise<readonly OwedReview[]> {
  return tx<OwedReview[]>`
    select access_id as "accessId", actor, second_actor as "secondActor", asked, reason, opened_at as "openedAt",
      open_until as "openUntil", review_due_at as "reviewDueAt", agreement_id || '@' || agreement_version as agreement, uses,
      (select count(*)::int from gateway.emergency_access as other
       where (other.agency_id, other.actor, other.asked) = (access.agency_id, access.actor, access.asked)) as openings
    from gateway.emergency_access as access
    where agency_id = ${agencyId} and reviewed_at is null order by review_due_at, access_id limit ${limit}`;
}

export type ReviewState = Pick<EmergencyAccess, "actor" | "secondActor" | "asked"> & { readonly reviewed: boolean };

/** Locked, so that two reviewers do not both answer. */
export async function lockReview(tx: Transaction, agencyId: string, accessId: string): Promise<ReviewState | null> {
  const [row] = await tx<ReviewState[]>`
    select actor, second_actor as "secondActor", asked, reviewed_at is not null as reviewed from gateway.emergency_access
    where agency_id = ${agencyId} and access_id = ${accessId} for update`;
  return row ?? null;
}

export type ReviewAnswer = {
  readonly accessId: string;
  readonly outcome: "justified" | "not-justified";
  readonly note: string;
  readonly by: string;
  readonly at: Date;
};

export async function answerReview(tx: Transaction, answer: ReviewAnswer): Promise<void> {
  await tx`
    update gateway.emergency_access
    set review_outcome = ${answer.outcome}, review_note = ${answer.note}, reviewed_by = ${answer.by}, reviewed_at = ${answer.at}
    where access_id = ${answer.accessId}`;
}

export type ToldAccess = Pick<EmergencyAccess, "accessId" | "agencyId" | "openedAt" | "openUntil"> & {
  readonly agreement: string;
  readonly personId: string;
};

/** Openings that an agency is told of, newest first. */
export async function readToldAccess(
  sql: Sql | Transaction,
  agencyId: string,
  { since, after, limit }: { readonly since: Date; readonly after: string | null; readonly limit: number },
): Promise<readonly ToldAccess[]> {
  return sql<ToldAccess[]>`
    select access_id as "accessId", agency_id as "agencyId", opened_at as "openedAt", open_until as "openUntil",
      agreement_id || '@' || agreement_version as agreement, person_id as "personId"
    from gateway.emergency_access
    where told @> array[${agencyId}]::text[] and opened_at >= ${since} and person_id is not null
      and (${after}::uuid is null or exists (
        select from gateway.emergency_access as last where last.access_id = ${after}
          and (last.opened_at > emergency_access.opened_at
            or last.opened_at = emergency_access.opened_at and last.access_id < emergency_access.access_id)))
    order by opened_at desc, access_id limit ${limit}`;
}
