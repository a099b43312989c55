-- What an operator knows of a feed and the hub cannot: that what should have come through it may be missing. Append-only.
create table core.feed_mark (
  feed_mark_id bigint generated always as identity primary key,
  agency_id text not null,
  state text not null check (state in ('broken', 'whole')),
  reason text not null,
  operator text not null,
  at timestamptz not null
);
--> statement-breakpoint
create index feed_mark_agency on core.feed_mark (agency_id, feed_mark_id desc);
--> statement-breakpoint
grant select, insert on core.feed_mark to hub_core;
--> statement-breakpoint
-- Only feeds that restrictions come by are ever marked. One that is missing may be of anybody, so everybody is kept out
-- (design/agreements 4.3), as by a restriction that cannot be read.
create function core.restrictions_may_be_missing() returns boolean
language sql stable set search_path = pg_catalog as $$
  select exists (
    select from core.feed_mark m
    where m.state = 'broken' and not exists (
      select from core.feed_mark newer where newer.agency_id = m.agency_id and newer.feed_mark_id > m.feed_mark_id))
$$;
--> statement-breakpoint
revoke execute on function core.restrictions_may_be_missing() from public;
--> statement-breakpoint
create or replace function published.read_person(person_id uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog as $$
  select p.document || jsonb_build_object(
    'personId', p.person_id,
    'version', p.version,
    'facts', coalesce((
      select jsonb_object_agg(fact.key, jsonb_build_object(
        'steps', fact.value -> 'steps',
        'readAt', to_char(reading.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
      from jsonb_each(p.document -> 'facts') as fact
      cross join lateral (
        select case fact.value ->> 'suppliedBy'
          when 'calendar' then (select c.swept_at from core.calendar c)
          else (select r.read_at from core.feed_reading r where r.agency_id = fact.value ->> 'suppliedBy')
        end as at) as reading
      where reading.at is not null), '{}'))
    || case when core.restrictions_may_be_missing() then '{"accessRestriction":"unreadable"}'::jsonb else '{}'::jsonb end
  from core.person p
  where p.person_id = read_person.person_id and p.state = 'active'
$$;
