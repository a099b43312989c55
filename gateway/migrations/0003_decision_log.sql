-- What decisions were made on, each once however many decisions it served. No value, no id of anybody, no key of an item.
create table gateway.decision_basis (
  digest bytea primary key check (octet_length(digest) = 32),
  -- Agreement, version, party, role, purpose, facts, and what was held by field, originator and cell facts.
  basis jsonb not null,
  -- Field -> whose values of it left, but for the recipient's own.
  given jsonb not null,
  originators text[] not null
);
--> statement-breakpoint
create index decision_basis_originators on gateway.decision_basis using gin (originators);
--> statement-breakpoint
-- One row for each decision that looked at a person, beside its entry in the ledger.
-- No foreign key to the basis: it would lock that row for every reading of everybody whose basis it is.
create table gateway.decision (
  receipt_id uuid not null,
  person_id uuid not null,
  at timestamptz not null,
  agreement_id text not null,
  version integer not null,
  party text not null,
  role text not null,
  purpose text not null,
  outlet text not null,
  basis bytea not null,
  primary key (receipt_id, person_id)
);
--> statement-breakpoint
create index decision_at on gateway.decision using brin (at);
--> statement-breakpoint
create index decision_party on gateway.decision (party, at);
--> statement-breakpoint
create index decision_person on gateway.decision (person_id, at);
--> statement-breakpoint
create index decision_of_basis on gateway.decision (basis, at);
--> statement-breakpoint
-- A row for each refusal of a person unknown, sealed or restricted, that says nothing of anybody: it is written so that a refusal which
-- rests on a decision takes no longer than one that does not. Forgotten after a day.
create table gateway.decision_of_nobody (like gateway.decision including all);
--> statement-breakpoint
-- No update: what was decided is forgotten in its time, or with the person, and never changed.
grant select, insert, delete on gateway.decision, gateway.decision_basis, gateway.decision_of_nobody to hub_gateway;
