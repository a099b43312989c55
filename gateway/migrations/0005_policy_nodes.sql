-- Signatures are events in the life of a version now. The only rows there can be are those a demonstration entered for the
-- documents of its own folder, and they are entered again, as of the same instants, when those documents are brought in.
drop table gateway.agreement_signature;
--> statement-breakpoint
-- Before a number is taken, so that events commit in the order of their numbers and none appears behind a bundle.
create function gateway.one_move_at_a_time() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('policy bundle', 0));
  return null;
end
$$;
--> statement-breakpoint
create trigger one_move_at_a_time before insert on gateway.agreement_event
  for each statement execute function gateway.one_move_at_a_time();
--> statement-breakpoint
-- Closed for good once its agreement is terminated. `told`: what the subscriber was last told of its agreement, as a digest.
alter table gateway.subscription
  drop constraint subscription_state_check,
  add constraint subscription_state_check check (state in ('active', 'suspended', 'closed')),
  add column told text;
--> statement-breakpoint
-- An update about the agreement is about no person.
alter table gateway.delivery
  drop constraint delivery_kind_check,
  add constraint delivery_kind_check check (kind in ('updated', 'recall', 'agreement')),
  alter column person_id drop not null,
  add constraint delivery_about check ((kind = 'agreement') = (person_id is null));
