create schema ledger;
--> statement-breakpoint
-- One row per leaf. `arrival` is only the order in which a later sequencer takes pending rows: it may have gaps and is no index.
create table ledger.entry (
  receipt_id uuid primary key,
  arrival bigint generated always as identity unique,
  entry bytea not null check (octet_length(entry) between 2 and 4096),
  leaf bytea not null check (octet_length(leaf) = 32),
  log_index bigint unique
);
--> statement-breakpoint
-- What opens a leaf's commitments. Deleted at erasure; the leaf stays valid without it.
create table ledger.entry_secret (
  receipt_id uuid primary key references ledger.entry (receipt_id),
  person_id uuid,
  request_salt bytea check (octet_length(request_salt) = 32),
  response_salt bytea check (octet_length(response_salt) = 32),
  detail_salt bytea not null check (octet_length(detail_salt) = 32),
  signature text,
  signature_base text,
  detail bytea not null
);
--> statement-breakpoint
create index entry_secret_person on ledger.entry_secret (person_id) where person_id is not null;
--> statement-breakpoint
create table ledger.subject_key (
  person_id uuid primary key,
  key bytea not null check (octet_length(key) = 32)
);
--> statement-breakpoint
create function ledger.refuse_rewriting() returns trigger language plpgsql as $$
begin
  -- Integration into the tree, once, is the only change a stored entry ever sees.
  if tg_op = 'UPDATE' and old.log_index is null and new.log_index is not null
     and (new.receipt_id, new.arrival, new.entry, new.leaf) = (old.receipt_id, old.arrival, old.entry, old.leaf) then
    return new;
  end if;
  raise exception 'ledger entries are append-only' using errcode = 'restrict_violation';
end
$$;
--> statement-breakpoint
create trigger append_only before update or delete on ledger.entry for each row execute function ledger.refuse_rewriting();
--> statement-breakpoint
create trigger never_emptied before truncate on ledger.entry for each statement execute function ledger.refuse_rewriting();
--> statement-breakpoint
grant usage on schema ledger to hub_core, hub_gateway;
--> statement-breakpoint
grant insert on ledger.entry, ledger.entry_secret to hub_core, hub_gateway;
--> statement-breakpoint
grant select, insert on ledger.subject_key to hub_core, hub_gateway;
--> statement-breakpoint
-- Receipts open what a party may open; the detail stays closed to every part.
grant select on ledger.entry to hub_gateway;
--> statement-breakpoint
grant select (receipt_id, request_salt, response_salt, signature, signature_base) on ledger.entry_secret to hub_gateway;
