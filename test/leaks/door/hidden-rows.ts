import type { Door } from "./door.ts";
import { person } from "./drive.ts";

/** As many later openings of access to somebody sealed, of whom housing had given something. */
export async function openHidden(door: Door, count: number): Promise<void> {
  const { personId } = person(door, "sealed");
  await door.owner`
    insert into gateway.emergency_access
    select (jsonb_populate_record(opened, jsonb_build_object('access_id', gen_random_uuid(), 'person_id', ${personId}::uuid,
      'opened_at', opened.opened_at + interval '1 minute'))).*
    from gateway.emergency_access as opened, generate_series(1, ${count})`;
}

/** As many notices to housing about somebody sealed, before and after those it may see. */
export async function noticeHidden(door: Door, count: number): Promise<void> {
  const { personId } = person(door, "sealed");
  await door.owner`
    with hidden as (
      insert into gateway.erasure_notice
      select (jsonb_populate_record(notice, jsonb_build_object('notice_id', gen_random_uuid(), 'person_id', ${personId}::uuid,
        'issued_at', notice.issued_at - interval '1 hour' + interval '1 minute' * each))).*
      from gateway.erasure_notice as notice, generate_series(1, ${count}) as each
      where notice_id = (select min(notice_id::text)::uuid from gateway.erasure_notice where agency_id = 'solent-housing')
      returning notice_id, issued_at)
    insert into gateway.erasure_item (notice_id, field, originator, first_at, last_at, delete_by)
    select notice_id, 'identity.firstName', 'hampshire-police', issued_at, issued_at, issued_at from hidden`;
}

/** As many disclosures to housing of somebody sealed since, newer than those it may see. */
export async function discloseHidden(door: Door, count: number): Promise<void> {
  const { personId } = person(door, "sealed");
  await door.owner`
    insert into gateway.decision
    select (jsonb_populate_record(made, jsonb_build_object('receipt_id', gen_random_uuid(), 'person_id', ${personId}::uuid,
      'at', made.at - interval '1 second' + interval '10 milliseconds' * each))).*
    from gateway.decision as made, generate_series(1, ${count}) as each
    where receipt_id = (select min(receipt_id::text)::uuid from gateway.decision where party = 'solent-housing')`;
}
