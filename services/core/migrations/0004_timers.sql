-- What falls due, worked out with every change of the record and by the hourly sweep, like the facts of its document.
alter table core.person add column timers jsonb not null default '[]';
--> statement-breakpoint
-- What fell due and was told, once for each day it was due on.
create table core.timer_fired (
  person_id uuid not null references core.person,
  timer_id text not null,
  due_on date not null,
  kind text not null,
  fired_at timestamptz not null,
  primary key (person_id, timer_id, due_on)
);
--> statement-breakpoint
grant select, insert, delete on core.timer_fired to hub_core;
--> statement-breakpoint
create view published.person_timers as
  select person_id, version, timers from core.person where state = 'active';
--> statement-breakpoint
grant select on published.person_timers to hub_gateway;
