-- What a search compares first, coarser than the comparison that decides: two names equal there are equal here.
create function core.loose_key(value jsonb) returns text language sql immutable parallel safe as $$
  select regexp_replace(lower(normalize(value #>> '{}', NFKD)), '[^a-z0-9]', '', 'g')
$$;
--> statement-breakpoint
-- Asked by nobody; and a hash of values that thousands share, such as a colour, takes the longer to add to, the more there are.
drop index core.record_value_search;
--> statement-breakpoint
-- The beginning of the key, since a text may be longer than an index takes.
create index record_value_loose_key on core.record_value (field, left(core.loose_key(value), 200))
  where current and kind = 'value' and jsonb_typeof(value) = 'string';
--> statement-breakpoint
create or replace view published.searchable as
  select v.person_id, v.field, v.value, core.loose_key(v.value) as loose_key
  from core.record_value v join core.person p using (person_id)
  where v.current and v.kind = 'value' and p.state = 'active';
