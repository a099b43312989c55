-- What a search compares first, coarser than the comparison that decides: two names equal there are equal here.
create function core.loose_key(value jsonb) returns text language sql immutable parallel safe as $$
  select regexp_replace(lower(normalize(value #>> '{}', NFKD)), '[^a-z0-9]', '', 'g')
$$;
--> statement-breakpoint
-- Took the room of an index and was asked by nobody.
drop index core.record_value_search;
--> statement-breakpoint
-- A hash, since a text may be longer than a tree takes.
create index record_value_loose_key on core.record_value using hash (core.loose_key(value))
  where current and kind = 'value' and jsonb_typeof(value) = 'string';
--> statement-breakpoint
create or replace view published.searchable as
  select v.person_id, v.field, v.value, core.loose_key(v.value) as loose_key
  from core.record_value v join core.person p using (person_id)
  where v.current and v.kind = 'value' and p.state = 'active';
