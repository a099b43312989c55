-- What fell due and was told, once for each day it was due on. What will fall due is worked out anew each time.
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
