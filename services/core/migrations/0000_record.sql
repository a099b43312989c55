create schema core;
--> statement-breakpoint
create table core.person (
  person_id uuid primary key,
  state text not null default 'active' check (state in ('active', 'retired')),
  version bigint not null default 0,
  created_at timestamptz not null,
  -- values, facts (without their readings), consents and stops as published; rebuilt in the transaction of every change.
  document jsonb not null default '{}'
);
--> statement-breakpoint
create table core.identifier (
  identifier_id bigint generated always as identity primary key,
  person_id uuid not null references core.person,
  type text not null check (type in ('PNC', 'CRO', 'CRN', 'NOMS', 'LOCAL', 'DEVICE')),
  value text not null,
  -- agencyId for LOCAL and DEVICE, which mean nothing outside the agency that gave them; empty for the rest.
  scope text not null default '',
  valid boolean not null,
  verified_by text,
  verified_at timestamptz,
  retired boolean not null default false,
  unique (person_id, type, value, scope)
);
--> statement-breakpoint
create index identifier_value on core.identifier (type, value, scope);
--> statement-breakpoint
-- Why a record belongs to a person. Append-only: a correction is a further event.
create table core.link_event (
  link_event_id bigint generated always as identity primary key,
  at timestamptz not null,
  kind text not null check (kind in (
    'person-created', 'linked', 'not-linked', 'identifier-added', 'identifier-retired', 'identifier-restored')),
  person_id uuid references core.person,
  agency_id text not null,
  record_key text not null,
  cause text not null,
  actor text,
  explanation jsonb not null
);
--> statement-breakpoint
create index link_event_person on core.link_event (person_id);
--> statement-breakpoint
-- Keeps digests of agencies' record keys from being guessed by anybody who has only the digests.
create table core.pepper (
  one boolean primary key default true check (one),
  value bytea not null
);
--> statement-breakpoint
insert into core.pepper (value)
  select sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8'));
--> statement-breakpoint
create function core.record_digest(agency text, record_key text) returns text language sql stable as $$
  select encode(sha256(p.value || convert_to(agency || ' ' || record_key, 'UTF8')), 'hex') from core.pepper p
$$;
--> statement-breakpoint
create table core.link_review (
  review_id uuid primary key,
  agency_id text not null,
  agency_type text not null,
  -- One review for each record of an agency, however many files speak of it.
  record_digest text not null unique,
  -- The agency's own key of the record; gone once it is decided that it is nobody on the roster.
  record_key text,
  state text not null check (state in ('open', 'unsure', 'referred', 'linked', 'not-linked', 'no-candidate')),
  reason text not null,
  -- What the record says of the person; gone once it is decided that it is nobody on the roster.
  evidence jsonb,
  -- Salted digests of the evidence a refusal rested on, so that it can be told without keeping it.
  evidence_salt bytea not null,
  evidence_digests text[] not null default '{}',
  candidates jsonb not null default '[]',
  person_id uuid references core.person,
  decided jsonb,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
--> statement-breakpoint
create table core.event (
  agency_id text not null,
  event_id text not null,
  type text not null,
  time timestamptz not null,
  outcome text not null check (outcome in ('applied', 'held', 'discarded')),
  source text not null,
  seq bigint not null,
  person_id uuid references core.person,
  review_id uuid references core.link_review,
  body jsonb,
  received_at timestamptz not null,
  arrival bigint generated always as identity,
  primary key (agency_id, event_id),
  check (outcome <> 'discarded' or body is null),
  check (outcome <> 'held' or body is not null)
);
--> statement-breakpoint
create index event_held on core.event (review_id) where outcome = 'held';
--> statement-breakpoint
create table core.source_event (
  agency_id text not null,
  source text not null,
  event_id text not null,
  primary key (agency_id, source, event_id)
);
--> statement-breakpoint
create table core.source_position (
  agency_id text not null,
  source text not null,
  position bigint not null,
  primary key (agency_id, source)
);
--> statement-breakpoint
create table core.feed_reading (
  agency_id text primary key,
  read_at timestamptz not null
);
--> statement-breakpoint
create table core.discarded_count (
  agency_id text not null,
  day date not null,
  events bigint not null,
  primary key (agency_id, day)
);
--> statement-breakpoint
create table core.set_aside (
  set_aside_id bigint generated always as identity primary key,
  message_id text not null unique,
  agency_id text,
  reason text not null,
  subject text not null,
  bytes bigint not null,
  sha256 text not null,
  -- Kept only where the message was rightly the hub's to read and can be taken in again.
  body bytea,
  first_at timestamptz not null,
  last_at timestamptz not null,
  times integer not null default 1
);
--> statement-breakpoint
-- One row for each value ever given. `current` marks what stands; `removed` and `clear` rows stand for an absence.
create table core.record_value (
  value_id bigint generated always as identity primary key,
  person_id uuid not null references core.person,
  field text not null,
  originator text not null,
  item_key text not null default '',
  kind text not null check (kind in ('value', 'removed', 'clear')),
  value jsonb,
  as_of timestamptz not null,
  recorded_time timestamptz not null,
  item_facts jsonb,
  item_owner text,
  evidence jsonb,
  event_id text not null,
  current boolean not null,
  check ((kind = 'value') = (value is not null))
);
--> statement-breakpoint
create unique index record_value_current on core.record_value
  (person_id, field, originator, (kind = 'clear'), item_key) where current;
--> statement-breakpoint
create index record_value_search on core.record_value using hash (value) where current and kind = 'value';
--> statement-breakpoint
create index record_value_birth on core.record_value ((value #>> '{}'))
  where current and kind = 'value' and field = 'identity.dateOfBirth';
--> statement-breakpoint
create index record_value_alias_birth on core.record_value ((value ->> 'dob'))
  where current and kind = 'value' and field = 'identity.aliases';
--> statement-breakpoint
-- Who wore a device when: a device goes to somebody else afterwards.
create index record_value_device on core.record_value (value) where field = 'tag.deviceId' and kind = 'value';
--> statement-breakpoint
create table core.consent (
  person_id uuid not null references core.person,
  taken_by text not null,
  consent_id text not null,
  consent jsonb not null,
  event_time timestamptz not null,
  recorded_time timestamptz not null,
  expires_at timestamptz,
  expiry_told boolean not null default false,
  primary key (taken_by, consent_id)
);
--> statement-breakpoint
create index consent_person on core.consent (person_id);
--> statement-breakpoint
create table core.access_restriction (
  person_id uuid primary key references core.person,
  set_by text not null,
  excluded jsonb not null,
  restricted jsonb not null,
  as_of timestamptz not null,
  recorded_time timestamptz not null
);
--> statement-breakpoint
create table core.calendar (
  one boolean primary key default true check (one),
  swept_at timestamptz not null
);
--> statement-breakpoint
create table core.change_feed (
  change_id bigint generated always as identity primary key,
  xid xid8 not null default pg_current_xact_id(),
  person_id uuid not null references core.person,
  kind text not null check (kind in ('record', 'consent-withdrawn', 'access-restricted')),
  fields text[] not null,
  version bigint not null,
  detail jsonb not null default '{}',
  created_at timestamptz not null
);
--> statement-breakpoint
create index change_feed_order on core.change_feed (xid, change_id);
--> statement-breakpoint
create table core.outbox (
  outbox_id bigint generated always as identity primary key,
  subject text not null,
  body jsonb not null
);
--> statement-breakpoint
create table core.crime_version (
  force text not null,
  reference text not null,
  version integer not null,
  agency_id text not null,
  batch_id text not null,
  crime jsonb not null,
  changed_fields text[] not null,
  event_id text not null,
  received_at timestamptz not null,
  primary key (force, reference, version)
);
--> statement-breakpoint
create table core.tag_position (
  agency_id text not null,
  position_id text not null,
  device_id text not null,
  person_id uuid references core.person,
  captured_at timestamptz not null,
  position jsonb not null,
  event_id text not null,
  primary key (agency_id, position_id)
);
--> statement-breakpoint
create index tag_position_device on core.tag_position (device_id, captured_at);
--> statement-breakpoint
grant usage on schema core to hub_core;
--> statement-breakpoint
grant select, insert, update, delete on all tables in schema core to hub_core;
--> statement-breakpoint
revoke insert, update, delete on core.pepper from hub_core;
--> statement-breakpoint
revoke update, delete on core.link_event, core.change_feed, core.crime_version from hub_core;
--> statement-breakpoint
revoke delete, update on core.record_value from hub_core;
--> statement-breakpoint
grant update (current) on core.record_value to hub_core;
--> statement-breakpoint
-- RFC 3339 UTC, whatever time zone the session has.
create function core.utc(at timestamptz) returns text language sql immutable as $$
  select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;
