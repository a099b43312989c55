create schema if not exists gateway;
--> statement-breakpoint
-- Public keys of agencies and officers. The keyid is the key's RFC 7638 thumbprint, so one key can be enrolled once only:
-- one key, one use, one environment.
create table gateway.agency_key (
  keyid text primary key check (keyid ~ '^[A-Za-z0-9_-]{43}$'),
  agency_id text not null,
  use text not null check (use in ('request', 'officer', 'webhook-receive', 'witness')),
  algorithm text not null check (algorithm in ('ed25519', 'ecdsa-p256-sha256', 'ecdsa-p384-sha384')),
  public_jwk jsonb not null,
  environment text not null,
  state text not null default 'active' check (state in ('pending', 'active', 'retiring', 'retired', 'revoked')),
  not_before timestamptz not null,
  not_after timestamptz not null check (not_after > not_before),
  enrolled_at timestamptz not null default now()
);
--> statement-breakpoint
create index agency_key_agency on gateway.agency_key (agency_id, use);
--> statement-breakpoint
create function gateway.tell_agency_key() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  perform pg_notify('gateway_agency_key', coalesce(new.keyid, old.keyid));
  return null;
end
$$;
--> statement-breakpoint
create trigger agency_key_told after insert or update or delete on gateway.agency_key
  for each row execute function gateway.tell_agency_key();
--> statement-breakpoint
-- Logged, not unlogged: after a crash an unlogged table is empty, and every call of the last minutes could be replayed.
create table gateway.nonce (
  keyid text not null,
  nonce text not null check (length(nonce) between 22 and 64),
  created timestamptz not null default now(),
  primary key (keyid, nonce)
);
--> statement-breakpoint
create index nonce_created on gateway.nonce (created);
--> statement-breakpoint
grant usage on schema gateway to hub_gateway;
--> statement-breakpoint
grant select, insert on gateway.agency_key to hub_gateway;
--> statement-breakpoint
grant update (state, not_after) on gateway.agency_key to hub_gateway;
--> statement-breakpoint
-- No update: a nonce that was seen stays seen until it is old enough to be stale anyway.
grant select, insert, delete on gateway.nonce to hub_gateway;
