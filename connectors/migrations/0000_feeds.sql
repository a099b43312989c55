create schema connectors;
--> statement-breakpoint
-- One row per reading of a file, for the operator. Names, identifiers and the content of rows are never kept here:
-- most people in a feed are nobody to this hub, and the file itself stays where the agency put it.
create table connectors.feed_reading (
  reading_id bigint generated always as identity primary key,
  agency_id text not null,
  feed text,
  file text not null,
  sha256 text not null,
  source text not null,
  rows integer not null,
  accepted integer not null,
  warnings integer not null,
  errors integer not null,
  events integer not null,
  -- How many references for later files it introduced: a file with some is read again when the connector starts.
  introduced integer not null,
  started_at timestamptz not null,
  finished_at timestamptz not null
);
--> statement-breakpoint
create index feed_reading_file on connectors.feed_reading (agency_id, file, reading_id);
--> statement-breakpoint
create table connectors.rejected_row (
  reading_id bigint not null references connectors.feed_reading (reading_id) on delete cascade,
  -- Null where the file as a whole was rejected.
  line integer,
  code text not null,
  kind text not null check (kind in ('error', 'warning'))
);
--> statement-breakpoint
create index rejected_row_reading on connectors.rejected_row (reading_id);
--> statement-breakpoint
-- From which file the bus last stored an event. It drops an event repeated within minutes whatever file repeats it, and
-- the core then never counts it for that file: so neither does the connector.
create table connectors.published_event (
  agency_id text not null,
  event_id text not null,
  source text not null,
  primary key (agency_id, event_id)
);
--> statement-breakpoint
grant usage on schema connectors to hub_connectors;
--> statement-breakpoint
grant select, insert on connectors.feed_reading, connectors.rejected_row to hub_connectors;
--> statement-breakpoint
grant select, insert, update on connectors.published_event to hub_connectors;
