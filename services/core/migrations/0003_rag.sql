-- What became of an event's order: in which turn it came to count for the person. Null for those of before this column.
create sequence core.event_turn;
--> statement-breakpoint
alter table core.event add column turn bigint;
--> statement-breakpoint
create index event_person on core.event (person_id) where outcome = 'applied';
--> statement-breakpoint
-- What the engine suggested and why. Append-only, and only when it differs from the one before.
create table core.rag_suggestion (
  suggestion_id bigint generated always as identity primary key,
  person_id uuid not null references core.person,
  at timestamptz not null,
  colour text not null check (colour in ('red', 'amber', 'green', 'blue')),
  -- ruleHits, checks and unknowns, each with the evidence it rests on.
  suggestion jsonb not null,
  engine_version text not null,
  -- Of colour, reasons, checks, unknowns and version, so that the same again is told without reading it.
  digest text not null,
  -- The last event that counted, so that the same can be worked out again.
  up_to_turn bigint not null
);
--> statement-breakpoint
create index rag_suggestion_person on core.rag_suggestion (person_id, suggestion_id desc);
--> statement-breakpoint
-- When a person has to be looked at again though nothing is sent: a row outlives restarts, and a clock set back waits for it.
create table core.rag_watch (
  person_id uuid primary key references core.person,
  reconsider_at timestamptz not null,
  -- Whether the person is one of those who are rated; a youth is only from T2.
  rated boolean not null
);
--> statement-breakpoint
create index rag_watch_due on core.rag_watch (reconsider_at);
--> statement-breakpoint
-- With what everybody was rated last: under other rules or settings everybody is due at once.
create table core.rag_engine (
  one boolean primary key default true check (one),
  version text not null
);
--> statement-breakpoint
-- What people decided. Append-only.
create table core.rag_assessment (
  assessment_id uuid primary key,
  person_id uuid not null references core.person,
  at timestamptz not null,
  colour text not null check (colour in ('red', 'amber', 'green')),
  -- What stood beside it; null where nothing was suggested.
  suggestion_id bigint references core.rag_suggestion,
  agency_id text not null,
  actor text not null,
  role text not null,
  meeting_id text,
  reason text,
  occupation text check (occupation in ('employment', 'training', 'neither')),
  -- The London day since which the person has been green without a break.
  green_since date,
  turn bigint not null default nextval('core.event_turn')
);
--> statement-breakpoint
create index rag_assessment_person on core.rag_assessment (person_id, turn desc);
--> statement-breakpoint
-- A supervisor's look at whether the work done fits the colour (F-25). Append-only.
create table core.supervisor_review (
  review_id uuid primary key,
  person_id uuid not null references core.person,
  at timestamptz not null,
  outcome text not null check (outcome in ('commensurate', 'underManaged', 'overManaged')),
  note text,
  colour text check (colour in ('red', 'amber', 'green')),
  agency_id text not null,
  actor text not null,
  role text not null
);
--> statement-breakpoint
create index supervisor_review_person on core.supervisor_review (person_id, at desc);
--> statement-breakpoint
grant usage on sequence core.event_turn to hub_core;
--> statement-breakpoint
grant select, insert on core.rag_suggestion, core.rag_assessment, core.supervisor_review to hub_core;
--> statement-breakpoint
grant select, insert, update, delete on core.rag_watch, core.rag_engine to hub_core;
--> statement-breakpoint
-- What stands beside the record: the newest suggestion of somebody who is rated, and the newest that people decided.
create function published.read_rag(person_id uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog as $$
  select jsonb_build_object(
    'suggestion', (
      select jsonb_build_object('suggestionId', s.suggestion_id, 'at', core.utc(s.at), 'colour', s.colour,
        'engineVersion', s.engine_version) || s.suggestion
      from core.rag_suggestion s join core.rag_watch w using (person_id)
      where s.person_id = read_rag.person_id and w.rated order by s.suggestion_id desc limit 1),
    'assessment', (
      select jsonb_build_object('assessmentId', a.assessment_id, 'at', core.utc(a.at), 'colour', a.colour,
        'suggestionId', a.suggestion_id, 'greenSince', a.green_since)
      from core.rag_assessment a where a.person_id = read_rag.person_id order by a.turn desc limit 1),
    'escalatedAt', (
      select core.utc(min(v.as_of)) from core.record_value v
      where v.person_id = read_rag.person_id and v.current and v.kind = 'value' and v.field = 'iom.ragReasons'
        and v.item_key like 'suggested:%'),
    'review', (
      select jsonb_build_object('at', core.utc(r.at), 'outcome', r.outcome)
      from core.supervisor_review r where r.person_id = read_rag.person_id order by r.at desc limit 1))
$$;
--> statement-breakpoint
revoke execute on function published.read_rag(uuid) from public;
--> statement-breakpoint
grant execute on function published.read_rag(uuid) to hub_gateway;
