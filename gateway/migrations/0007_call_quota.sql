-- How many calls of the current minute the gateway's nodes have taken out to grant, for each agency and class of call.
create table gateway.call_quota (
  agency_id text not null,
  call_class text not null check (call_class in ('reads', 'searches', 'writes')),
  window_start timestamptz not null,
  leased integer not null check (leased >= 0),
  -- What the last node to ask was given of it.
  granted integer not null check (granted >= 0),
  primary key (agency_id, call_class)
);
--> statement-breakpoint
grant select, insert, update on gateway.call_quota to hub_gateway;
