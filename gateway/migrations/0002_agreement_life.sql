-- Documents by what they say: the digest is SHA-256 over the canonical JSON (RFC 8785), and what was approved cannot change.
create table gateway.agreement_document (
  digest text primary key check (digest ~ '^sha256:[0-9a-f]{64}$'),
  agreement_id text not null,
  version integer not null check (version > 0),
  document text not null check (octet_length(document) <= 1048576)
);
--> statement-breakpoint
-- Every step in the life of every version, in order. Where a version stands is read from these and from nothing else.
create table gateway.agreement_event (
  event_no bigint generated always as identity primary key,
  agreement_id text not null,
  version integer not null check (version > 0),
  kind text not null check (kind in ('drafted', 'deleted', 'proposed', 'returned', 'approved', 'activated', 'suspended', 'resumed', 'terminated')),
  digest text not null references gateway.agreement_document (digest),
  -- Whose officer acted; null for what came with the hub's own folder.
  party text,
  actor text,
  at timestamptz not null,
  detail jsonb not null,
  -- The officer's own compact JWS, where the step needs one.
  signature text,
  receipt_id uuid not null unique
);
--> statement-breakpoint
create index agreement_event_version on gateway.agreement_event (agreement_id, version, event_no);
--> statement-breakpoint
-- What every node shares by: a manifest of digests under a rising epoch, signed with the hub's policy key.
create table gateway.policy_bundle (
  epoch bigint primary key check (epoch > 0),
  manifest text not null,
  signature text not null,
  made_at timestamptz not null
);
--> statement-breakpoint
create function gateway.refuse_rewriting() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  raise exception 'the life of an agreement is append-only' using errcode = 'restrict_violation';
end
$$;
--> statement-breakpoint
create trigger append_only before update or delete or truncate on gateway.agreement_document
  for each statement execute function gateway.refuse_rewriting();
--> statement-breakpoint
create trigger append_only before update or delete or truncate on gateway.agreement_event
  for each statement execute function gateway.refuse_rewriting();
--> statement-breakpoint
create trigger append_only before update or delete or truncate on gateway.policy_bundle
  for each statement execute function gateway.refuse_rewriting();
--> statement-breakpoint
create function gateway.tell_policy() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  perform pg_notify('gateway_policy', new.epoch::text);
  return null;
end
$$;
--> statement-breakpoint
create trigger policy_told after insert on gateway.policy_bundle for each row execute function gateway.tell_policy();
--> statement-breakpoint
grant select, insert on gateway.agreement_document, gateway.agreement_event, gateway.policy_bundle to hub_gateway;
