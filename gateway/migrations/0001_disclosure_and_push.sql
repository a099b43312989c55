-- One random id per agency and person, so that two agencies cannot join what each was given.
create table gateway.pairwise_id (
  agency_id text not null,
  person_id uuid not null,
  pairwise_id uuid not null unique default gen_random_uuid(),
  primary key (agency_id, person_id)
);
--> statement-breakpoint
create table gateway.agreement_signature (
  agreement_id text not null,
  version integer not null,
  party text not null,
  signed_at timestamptz not null,
  primary key (agreement_id, version, party)
);
--> statement-breakpoint
-- Which agency holds which field of whom, and whose it was: what a later recall notice is sent by.
create table gateway.disclosed (
  agency_id text not null,
  person_id uuid not null,
  field text not null,
  originator text not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (agency_id, person_id, field, originator)
);
--> statement-breakpoint
create table gateway.subscription (
  subscription_id uuid primary key,
  agency_id text not null,
  name text not null check (name ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(name) <= 64),
  purpose text not null,
  agreement_id text not null,
  scope jsonb not null,
  mode text not null check (mode in ('projected', 'notify')),
  state text not null default 'active' check (state in ('active', 'suspended')),
  version integer not null default 1,
  created_at timestamptz not null,
  settled_xid xid8 not null,
  settled_change bigint not null,
  last_seq bigint not null default 0,
  unique (agency_id, name)
);
--> statement-breakpoint
-- Digests of what the recipient last saw, and where each value came from; no values.
create table gateway.subscription_view (
  subscription_id uuid not null references gateway.subscription (subscription_id) on delete cascade,
  person_id uuid not null,
  view_version integer not null,
  seen jsonb not null,
  primary key (subscription_id, person_id)
);
--> statement-breakpoint
create table gateway.delivery (
  subscription_id uuid not null references gateway.subscription (subscription_id) on delete cascade,
  seq bigint not null check (seq > 0),
  update_id uuid not null unique,
  kind text not null check (kind in ('updated', 'recall')),
  person_id uuid not null,
  -- What was sent per field, without its value: what a second hand-out is decided on again.
  sent jsonb not null,
  -- Null once withdrawn: only seq and id remain.
  jws text,
  tombstone_jws text,
  receipt_id uuid not null,
  created_at timestamptz not null,
  handed_out_at timestamptz,
  primary key (subscription_id, seq)
);
--> statement-breakpoint
create index delivery_undelivered on gateway.delivery (subscription_id, person_id) where handed_out_at is null;
--> statement-breakpoint
create table gateway.idempotency (
  agency_id text not null,
  route text not null,
  key text not null,
  body_digest bytea not null,
  started_at timestamptz not null,
  status integer,
  answer jsonb,
  primary key (agency_id, route, key)
);
--> statement-breakpoint
grant usage on schema gateway to hub_gateway;
--> statement-breakpoint
grant select, insert on gateway.pairwise_id, gateway.agreement_signature to hub_gateway;
--> statement-breakpoint
grant select, insert, update on gateway.disclosed to hub_gateway;
--> statement-breakpoint
grant select, insert, update, delete on gateway.subscription, gateway.subscription_view, gateway.delivery, gateway.idempotency to hub_gateway;
