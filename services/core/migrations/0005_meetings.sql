-- Meetings of the scheme (handbook 2.1, 2.2): an instant, and the day of it as people here would say it.
create table core.meeting (
  meeting_id uuid primary key,
  kind text not null check (kind in ('macc', 'map', 'operationalGroup', 'transferPanel')),
  starts_at timestamptz not null,
  london_day date not null,
  state text not null default 'scheduled' check (state in ('scheduled', 'open', 'closed', 'cancelled')),
  opened_at timestamptz,
  closed_at timestamptz,
  created_at timestamptz not null,
  unique (kind, starts_at)
);
--> statement-breakpoint
-- Who was there. A guest came for the items that are named, and for as long as is said (F-10).
create table core.meeting_attendance (
  meeting_id uuid not null references core.meeting,
  agency_id text not null,
  actor text not null,
  role text not null,
  guest_items uuid[],
  guest_until timestamptz,
  noted_at timestamptz not null,
  primary key (meeting_id, agency_id, actor),
  check ((guest_items is null) = (guest_until is null))
);
--> statement-breakpoint
-- The agenda as it stood when the meeting was opened; an item is closed once.
create table core.meeting_item (
  item_id uuid primary key,
  meeting_id uuid not null references core.meeting,
  place integer not null,
  person_id uuid not null references core.person,
  -- Rules that put the person there, e.g. `colour:red`, `due:rag-review`.
  because text[] not null,
  state text not null default 'open' check (state in ('open', 'decided', 'not-reached')),
  unique (meeting_id, person_id)
);
--> statement-breakpoint
-- What a meeting decided. Append-only, one for each item.
create table core.meeting_decision (
  decision_id uuid primary key,
  item_id uuid not null unique references core.meeting_item,
  at timestamptz not null,
  london_day date not null,
  agency_id text not null,
  actor text not null,
  role text not null,
  -- positions, rationale, and of a practitioner meeting both of its outcomes.
  decision jsonb not null
);
--> statement-breakpoint
grant select, insert on core.meeting_decision to hub_core;
--> statement-breakpoint
grant select, insert, update on core.meeting, core.meeting_attendance, core.meeting_item to hub_core;
--> statement-breakpoint
create view published.meeting as
  select meeting_id, kind, starts_at, london_day, state from core.meeting;
--> statement-breakpoint
create view published.meeting_item as
  select item_id, meeting_id, place, person_id, because, state from core.meeting_item;
--> statement-breakpoint
create view published.meeting_attendance as
  select meeting_id, agency_id, actor, guest_items, guest_until from core.meeting_attendance;
--> statement-breakpoint
grant select on published.meeting, published.meeting_item, published.meeting_attendance to hub_gateway;
