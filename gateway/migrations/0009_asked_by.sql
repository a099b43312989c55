-- Drawn here once and read by nobody but the function below: whoever reads the log of decisions cannot try officers' names on it.
create table gateway.asker_key (
  is_the_one boolean primary key default true check (is_the_one),
  key bytea not null
);
--> statement-breakpoint
insert into gateway.asker_key (key)
select sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
--> statement-breakpoint
-- Tells officers apart, each agency's by themselves, and says of none who they are. Hashed twice, each time under the key, as HMAC is
-- (RFC 2104), so that nothing can be put behind a name.
create function gateway.asker_of(party text, actor text) returns bytea
language sql stable strict security definer set search_path = pg_catalog as $$
  select substr(sha256(k.key || sha256(k.key || convert_to(party || E'\n' || actor, 'UTF8'))), 1, 16)
  from gateway.asker_key as k
$$;
--> statement-breakpoint
revoke execute on function gateway.asker_of(text, text) from public;
--> statement-breakpoint
grant execute on function gateway.asker_of(text, text) to hub_gateway;
--> statement-breakpoint
-- Null where nobody asked, as of a pushed update, and in decisions from before this was kept.
alter table gateway.decision add column asker bytea check (octet_length(asker) = 16);
--> statement-breakpoint
alter table gateway.decision_of_nobody add column asker bytea check (octet_length(asker) = 16);
