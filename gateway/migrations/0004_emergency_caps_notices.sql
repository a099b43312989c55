-- Emergency access, one row for each opening: the window, how often it was used, and the review it owes.
create table gateway.emergency_access (
  access_id uuid primary key,
  agency_id text not null,
  actor text not null,
  second_actor text,
  agreement_id text not null,
  agreement_version integer not null,
  -- The id by which the opener named the person, and whom the hub knows by it: null for nobody, and otherwise no different.
  asked uuid not null,
  person_id uuid,
  reason text not null check (length(reason) between 20 and 2000),
  -- Agencies that are told of it.
  told text[] not null,
  opened_at timestamptz not null,
  open_until timestamptz not null check (open_until > opened_at),
  review_due_at timestamptz not null,
  -- Readings asked for within the window, whatever they were answered.
  uses integer not null default 0,
  review_outcome text check (review_outcome in ('justified', 'not-justified')),
  review_note text,
  reviewed_by text,
  reviewed_at timestamptz,
  check ((review_outcome is null) = (reviewed_at is null)),
  check ((review_outcome is null) = (reviewed_by is null))
);
--> statement-breakpoint
create index emergency_access_opener on gateway.emergency_access (agency_id, actor, asked, opened_at);
--> statement-breakpoint
create index emergency_access_unreviewed on gateway.emergency_access (agency_id, review_due_at) where reviewed_at is null;
--> statement-breakpoint
create index emergency_access_told on gateway.emergency_access using gin (told);
--> statement-breakpoint
-- What an originator lets one recipient have at most of its own values about one person: of all, of one field, of one item.
create table gateway.originator_cap (
  person_id uuid not null,
  originator text not null,
  recipient text not null check (recipient <> originator),
  field text,
  item_key text check (item_key is null or field is not null),
  form text not null,
  set_by text not null,
  set_at timestamptz not null,
  unique nulls not distinct (person_id, originator, recipient, field, item_key)
);
--> statement-breakpoint
-- Raised with every change of one originator's caps on one person, so that a change names the version it was made from.
create table gateway.originator_cap_version (
  person_id uuid not null,
  originator text not null,
  version integer not null,
  primary key (person_id, originator)
);
--> statement-breakpoint
-- The one reading of a person: what the core publishes and, in the same statement, what its originators have capped.
-- A table of one row, without definer's rights or a search path of its own: PostgreSQL folds such a function into the statement
-- that calls it, and no other.
create function gateway.read_person(person_id uuid) returns table (record jsonb) language sql stable as $$
  select published.read_person(read_person.person_id) || coalesce((
    select pg_catalog.jsonb_build_object('originatorCaps', pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
      'originator', cap.originator, 'recipient', cap.recipient, 'field', cap.field, 'itemKey', cap.item_key, 'form', cap.form)))
    from gateway.originator_cap as cap where cap.person_id = read_person.person_id
    having pg_catalog.count(*) > 0), '{}'::pg_catalog.jsonb)
$$;
--> statement-breakpoint
-- Work that settling a subscription finds besides the change feed. Written with its cause, gone once settled.
create table gateway.subscription_task (
  subscription_id uuid not null references gateway.subscription (subscription_id) on delete cascade,
  kind text not null check (kind in ('originator-cap')),
  person_id uuid not null,
  primary key (subscription_id, kind, person_id)
);
--> statement-breakpoint
-- One random key for each agreement, recipient and purpose, until it is destroyed; what it made is then nobody's.
create table gateway.pseudonym_key (
  agreement_id text not null,
  recipient text not null,
  purpose text not null,
  epoch integer not null check (epoch > 0),
  key bytea check (octet_length(key) = 32),
  made_at timestamptz not null,
  destroyed_at timestamptz,
  primary key (agreement_id, recipient, purpose, epoch),
  check ((key is null) = (destroyed_at is not null))
);
--> statement-breakpoint
create unique index pseudonym_key_live on gateway.pseudonym_key (agreement_id, recipient, purpose) where key is not null;
--> statement-breakpoint
-- Whom a recipient means by a pseudonym, while its key lives.
create table gateway.person_pseudonym (
  agreement_id text not null,
  recipient text not null,
  purpose text not null,
  pseudonym uuid not null,
  person_id uuid not null,
  primary key (agreement_id, recipient, purpose, pseudonym)
);
--> statement-breakpoint
create function gateway.tell_pseudonym_key() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  perform pg_notify('gateway_pseudonym_key', new.agreement_id);
  return null;
end
$$;
--> statement-breakpoint
create trigger pseudonym_key_told after update on gateway.pseudonym_key
  for each row execute function gateway.tell_pseudonym_key();
--> statement-breakpoint
-- Under which agreement it was given. Of what was given before this was kept, the agreement is not known.
alter table gateway.disclosed add column agreement_id text not null default '';
--> statement-breakpoint
alter table gateway.disclosed alter column agreement_id drop default;
--> statement-breakpoint
alter table gateway.disclosed drop constraint disclosed_pkey, add primary key (agency_id, person_id, field, originator, agreement_id);
--> statement-breakpoint
create index disclosed_agreement on gateway.disclosed (agreement_id, agency_id);
--> statement-breakpoint
-- That a version came to its end is told once, however many nodes see it.
create table gateway.agreement_end (
  agreement_id text not null,
  version integer not null,
  reason text not null check (reason in ('terminated', 'expired')),
  at timestamptz not null,
  primary key (agreement_id, version)
);
--> statement-breakpoint
-- What one receiver is to erase of one person, and what it answered. Never a value.
create table gateway.erasure_notice (
  notice_id uuid primary key,
  agency_id text not null,
  person_id uuid not null,
  agreement_id text not null,
  reason text not null check (reason in ('terminated', 'expired', 'narrowed')),
  issued_at timestamptz not null,
  answer_due_at timestamptz not null,
  outcome text check (outcome in ('erased', 'retained', 'partly')),
  ground text,
  answered_by text,
  answered_at timestamptz,
  escalated_at timestamptz,
  check ((outcome is null) = (answered_at is null)),
  check (outcome is null or outcome = 'erased' or ground is not null)
);
--> statement-breakpoint
create index erasure_notice_of on gateway.erasure_notice (agency_id, issued_at, notice_id);
--> statement-breakpoint
create index erasure_notice_unanswered on gateway.erasure_notice (answer_due_at) where answered_at is null;
--> statement-breakpoint
create table gateway.erasure_item (
  notice_id uuid not null references gateway.erasure_notice (notice_id),
  field text not null,
  originator text not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  delete_by timestamptz not null,
  primary key (notice_id, field, originator)
);
--> statement-breakpoint
create index erasure_item_originator on gateway.erasure_item (originator, notice_id);
--> statement-breakpoint
grant select, insert on gateway.emergency_access to hub_gateway;
--> statement-breakpoint
grant update (uses, told, review_outcome, review_note, reviewed_by, reviewed_at) on gateway.emergency_access to hub_gateway;
--> statement-breakpoint
grant select, insert, delete on gateway.originator_cap, gateway.subscription_task to hub_gateway;
--> statement-breakpoint
grant update (person_id) on gateway.subscription_task to hub_gateway;
--> statement-breakpoint
grant select, insert, update on gateway.originator_cap_version to hub_gateway;
--> statement-breakpoint
grant select, insert on gateway.pseudonym_key to hub_gateway;
--> statement-breakpoint
-- A key can be destroyed and never replaced.
grant update (key, destroyed_at) on gateway.pseudonym_key to hub_gateway;
--> statement-breakpoint
grant select, insert, delete on gateway.person_pseudonym to hub_gateway;
--> statement-breakpoint
grant delete on gateway.disclosed to hub_gateway;
--> statement-breakpoint
grant select, insert on gateway.agreement_end, gateway.erasure_item, gateway.erasure_notice to hub_gateway;
--> statement-breakpoint
grant update (outcome, ground, answered_by, answered_at, escalated_at) on gateway.erasure_notice to hub_gateway;
