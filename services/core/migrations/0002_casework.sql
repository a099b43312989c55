-- What people decided and did on a case (handbook 6.2 to 6.4). Append-only: where a case stands is a fold of these.
create table core.casework_event (
  event_id uuid primary key,
  -- In which order they count for a case.
  turn bigint generated always as identity,
  person_id uuid not null references core.person,
  referral_id uuid,
  at timestamptz not null,
  -- The day of it as people here would say it.
  london_day date not null,
  kind text not null,
  agency_id text not null,
  actor text not null,
  role text not null,
  meeting_id text,
  rationale text,
  body jsonb not null
);
--> statement-breakpoint
create index casework_event_person on core.casework_event (person_id, turn);
--> statement-breakpoint
create index casework_event_referral on core.casework_event (referral_id, turn) where referral_id is not null;
--> statement-breakpoint
grant select, insert on core.casework_event to hub_core;
