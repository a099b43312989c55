create schema published;
--> statement-breakpoint
create view published.person as
  select person_id, state, version from core.person where state = 'active';
--> statement-breakpoint
-- Every fact carries the time its supplier was last read, so that its age can be judged at the moment of the decision.
create function published.read_person(person_id uuid) returns jsonb
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
  from core.person p
  where p.person_id = read_person.person_id and p.state = 'active'
$$;
--> statement-breakpoint
create view published.searchable as
  select v.person_id, v.field, v.value
  from core.record_value v join core.person p using (person_id)
  where v.current and v.kind = 'value' and p.state = 'active';
--> statement-breakpoint
create view published.change_feed as
  select xid, change_id, person_id, kind, fields, version, detail from core.change_feed;
--> statement-breakpoint
-- What a reviewer's screen may rest on: how a record compares, never what it says. `agency_type` is for routing only.
create view published.link_review as
  select review_id, state, created_at, agency_type, candidates, decided from core.link_review;
--> statement-breakpoint
revoke execute on function published.read_person(uuid) from public;
--> statement-breakpoint
grant usage on schema published to hub_gateway;
--> statement-breakpoint
grant execute on function published.read_person(uuid) to hub_gateway;
--> statement-breakpoint
grant select on published.person, published.searchable, published.change_feed, published.link_review to hub_gateway;
