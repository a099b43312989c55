-- One row each time a file name comes with content other than before. A file that is read again is the same edition.
create table connectors.edition (
  edition integer primary key generated always as identity,
  agency_id text not null,
  file text not null,
  sha256 text not null,
  begun_at timestamptz not null,
  finished boolean not null default false
);
--> statement-breakpoint
create index edition_file on connectors.edition (agency_id, file, edition);
--> statement-breakpoint
-- Keeps digests of agencies' record keys from being guessed by anybody who has only the digests.
create table connectors.pepper (
  one boolean primary key default true check (one),
  value bytea not null
);
--> statement-breakpoint
insert into connectors.pepper (value)
  select sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8'));
--> statement-breakpoint
create function connectors.record_digest(feed text, record_ref text) returns text language sql stable as $$
  select encode(sha256(p.value || convert_to(feed || ' ' || record_ref, 'UTF8')), 'hex') from connectors.pepper p
$$;
--> statement-breakpoint
-- From which edition to which an agency has stood by what it said of a record. `content_id` is the id that the event has
-- by its content; where the agency has come back to it after saying otherwise, `returned` counts how often.
create table connectors.statement (
  agency_id text not null,
  content_id text not null,
  returned integer not null,
  record_digest text not null,
  first_edition integer not null,
  last_edition integer not null,
  -- The one before the last in which it was said.
  earlier_edition integer,
  primary key (agency_id, content_id, returned)
);
--> statement-breakpoint
create index statement_record on connectors.statement (agency_id, record_digest, last_edition);
--> statement-breakpoint
grant select, insert on connectors.edition to hub_connectors;
--> statement-breakpoint
grant update (finished) on connectors.edition to hub_connectors;
--> statement-breakpoint
grant select on connectors.pepper to hub_connectors;
--> statement-breakpoint
grant select, insert on connectors.statement to hub_connectors;
--> statement-breakpoint
grant update (last_edition, earlier_edition) on connectors.statement to hub_connectors;
