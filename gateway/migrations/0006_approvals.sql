-- Whose personal key an officer key is: an approval counts only when the officer who calls has signed it.
create table gateway.officer_key (
  keyid text primary key references gateway.agency_key (keyid),
  agency_id text not null,
  actor text not null check (length(actor) between 1 and 128)
);
--> statement-breakpoint
-- A signed approval counts once, for ever: a version that was edited and edited back is approved anew.
create table gateway.approval_nonce (
  keyid text not null references gateway.agency_key (keyid),
  nonce text not null check (length(nonce) between 22 and 64),
  primary key (keyid, nonce)
);
--> statement-breakpoint
grant select, insert on gateway.officer_key, gateway.approval_nonce to hub_gateway;
