-- What the scheme says of itself, for a quarter: its answers to the key principles, its costs, whom it compares itself with.
-- Append-only, and of nobody.
create table core.scheme_statement (
  statement_id uuid primary key,
  turn bigint generated always as identity,
  at timestamptz not null,
  quarter text not null check (quarter ~ '^20[0-9]{2}-Q[1-4]$'),
  statement jsonb not null,
  agency_id text not null,
  actor text not null,
  role text not null
);
--> statement-breakpoint
create index scheme_statement_quarter on core.scheme_statement (quarter, turn);
--> statement-breakpoint
grant select, insert on core.scheme_statement to hub_core;
