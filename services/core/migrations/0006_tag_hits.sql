-- A force's crimes are its own: another agency that writes the same reference writes about another crime.
alter table core.crime_version drop constraint crime_version_pkey;
--> statement-breakpoint
alter table core.crime_version add primary key (agency_id, force, reference, version);
--> statement-breakpoint
alter table core.crime_version add column crime_version_id bigint generated always as identity unique;
--> statement-breakpoint
create index crime_version_reference on core.crime_version (reference);
--> statement-breakpoint
-- Where and when the newest version of a crime can have happened, on the grid, so that late positions find it.
create table core.crime_place (
  agency_id text not null,
  force text not null,
  reference text not null,
  crime_version_id bigint not null references core.crime_version (crime_version_id),
  easting_m double precision not null,
  northing_m double precision not null,
  -- How far from there it can have happened: as sent, and what the conversion and a default point add.
  uncertainty_m double precision not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  notes text[] not null default '{}',
  primary key (agency_id, force, reference)
);
--> statement-breakpoint
create index crime_place_time on core.crime_place (to_at, from_at);
--> statement-breakpoint
create index crime_place_point on core.crime_place (agency_id, easting_m, northing_m);
--> statement-breakpoint
-- Who wore a device when, under which order. From the events themselves, so that it follows a record that is linked anew.
create view core.tag_activation as
  select fitted.person_id, fitted.agency_id, said.value ->> 'deviceId' as device_id, said.value ->> 'emsId' as ems_id,
    (said.value ->> 'activatedFrom')::timestamptz as active_from, removed.active_to,
    said.value ->> 'type' as order_type, said.value ->> 'eligibleOffence' as eligible_offence,
    said.value ->> 'orderStart' as order_start, said.value ->> 'orderEnd' as order_end,
    said.value ->> 'releaseDate' as release_date, said.value ->> 'licenceExpiry' as licence_expiry
  from core.event as fitted
  cross join lateral (select fitted.body #> '{data,additionalInformation}' as value) as said
  left join lateral (
    select min((off.body #>> '{data,additionalInformation,activatedTo}')::timestamptz) as active_to
    from core.event as off
    where off.type = 'electronic-monitoring.tag.removed' and off.outcome = 'applied'
      and off.agency_id = fitted.agency_id and off.person_id = fitted.person_id
      and off.body #>> '{data,additionalInformation,emsId}' = said.value ->> 'emsId'
      and off.body #>> '{data,additionalInformation,deviceId}' = said.value ->> 'deviceId'
      and off.body #>> '{data,additionalInformation,activatedFrom}' = said.value ->> 'activatedFrom') as removed on true
  where fitted.type = 'electronic-monitoring.tag.fitted' and fitted.outcome = 'applied';
--> statement-breakpoint
create index event_tag_device on core.event ((body #>> '{data,additionalInformation,deviceId}'))
  where type in ('electronic-monitoring.tag.fitted', 'electronic-monitoring.tag.removed') and outcome = 'applied';
--> statement-breakpoint
create index event_tag_person on core.event (person_id)
  where type in ('electronic-monitoring.tag.fitted', 'electronic-monitoring.tag.removed') and outcome = 'applied';
--> statement-breakpoint
-- British National Grid, whole centimetres: converted once, when a position comes in.
alter table core.tag_position add column easting_cm integer, add column northing_cm integer;
--> statement-breakpoint
create index tag_position_person on core.tag_position (person_id, captured_at);
--> statement-breakpoint
create index tag_position_time on core.tag_position (captured_at);
--> statement-breakpoint
-- The box about a person's positions in each hour: a crime finds who can have been near without reading every position of its window.
create table core.tag_hour (
  hour timestamptz not null,
  person_id uuid not null references core.person,
  west_cm integer not null,
  south_cm integer not null,
  east_cm integer not null,
  north_cm integer not null,
  primary key (hour, person_id)
);
--> statement-breakpoint
-- A span in which a device says nothing that can be relied on: its strap was opened, it had no charge, it lost its pair.
create table core.device_event (
  agency_id text not null,
  device_id text not null,
  kind text not null check (kind in ('strap', 'charge', 'proximity')),
  from_at timestamptz not null,
  to_at timestamptz,
  event_id text not null,
  primary key (agency_id, device_id, kind, from_at)
);
--> statement-breakpoint
-- What waits to be matched. Written with what calls for it, so that no crash loses a crime.
create table core.match_work (
  work_id bigint generated always as identity primary key,
  crime_version_id bigint not null references core.crime_version (crime_version_id),
  cause text not null check (cause in ('crime', 'correction', 'late-positions')),
  created_at timestamptz not null,
  tries integer not null default 0,
  unique (crime_version_id)
);
--> statement-breakpoint
-- One comparison of one crime with everybody who was eligible: what it rested on can be made again from it.
create table core.match_run (
  run_id uuid primary key,
  crime_version_id bigint not null references core.crime_version (crime_version_id),
  cause text not null check (cause in ('crime', 'correction', 'late-positions')),
  at timestamptz not null,
  algorithm_version text not null,
  parameters jsonb not null,
  considered integer not null,
  -- How many of them were left out, by reason.
  left_out jsonb not null,
  positions integer not null,
  positions_digest text not null,
  crime_digest text not null
);
--> statement-breakpoint
create index match_run_crime on core.match_run (crime_version_id, at);
--> statement-breakpoint
-- A person near a crime. Nothing of it leaves before a named human has qualified it. For rating (R4): `state`, `qualified_at`,
-- `superseded_at`, `outcome`, `outcome_at`, by person.
create table core.tag_hit (
  hit_id uuid primary key,
  run_id uuid not null references core.match_run,
  crime_version_id bigint not null references core.crime_version (crime_version_id),
  -- The force's agency, to which alone it may go, and the provider whose positions they are.
  crime_agency_id text not null,
  monitoring_agency_id text not null,
  person_id uuid not null references core.person,
  answer text not null check (answer in ('RECORDED', 'PASSED')),
  -- Figures of the explanation, and the positions they rest on.
  figures jsonb not null,
  evidence jsonb not null,
  digest text not null,
  found_at timestamptz not null,
  state text not null default 'candidate' check (state in ('candidate', 'qualified', 'rejected')),
  decided_at timestamptz,
  decided_by jsonb,
  reason text,
  note text,
  superseded_at timestamptz,
  superseded_because text check (superseded_because in ('crime-corrected', 'positions-late')),
  superseded_by uuid references core.tag_hit (hit_id),
  outcome text check (outcome in ('ruledIn', 'ruledOut', 'inconclusive')),
  outcome_at timestamptz,
  outcome_by jsonb,
  outcome_note text,
  check ((state = 'candidate') = (decided_at is null)),
  check ((outcome is null) = (outcome_at is null)),
  check ((superseded_at is null) = (superseded_because is null))
);
--> statement-breakpoint
create unique index tag_hit_standing on core.tag_hit (crime_version_id, person_id) where superseded_at is null;
--> statement-breakpoint
create index tag_hit_person on core.tag_hit (person_id);
--> statement-breakpoint
create index tag_hit_queue on core.tag_hit (found_at, hit_id) where state = 'candidate' and superseded_at is null;
--> statement-breakpoint
create index tag_hit_force on core.tag_hit (crime_agency_id, decided_at) where state = 'qualified';
--> statement-breakpoint
-- What happened to a hit, in order. Append-only.
create table core.tag_hit_event (
  tag_hit_event_id bigint generated always as identity primary key,
  hit_id uuid not null references core.tag_hit,
  at timestamptz not null,
  kind text not null check (kind in ('found', 'qualified', 'rejected', 'superseded', 'outcome')),
  agency_id text,
  actor text,
  detail jsonb not null
);
--> statement-breakpoint
create index tag_hit_event_hit on core.tag_hit_event (hit_id);
--> statement-breakpoint
grant select, insert, update, delete on core.crime_place, core.device_event, core.match_work, core.tag_hour to hub_core;
--> statement-breakpoint
grant select, insert on core.match_run, core.tag_hit_event to hub_core;
--> statement-breakpoint
grant select, insert, update on core.tag_hit to hub_core;
--> statement-breakpoint
grant select on core.tag_activation to hub_core;
--> statement-breakpoint
-- What a hit's page rests on, for the monitoring hub and, once it is qualified, the crime's force.
create view published.tag_hit as
  select h.hit_id, h.person_id, h.state, h.answer, h.crime_agency_id, h.monitoring_agency_id, h.found_at, h.figures, h.evidence,
    h.digest, h.decided_at, h.decided_by, h.reason, h.note, h.superseded_at, h.superseded_because, h.superseded_by,
    h.outcome, h.outcome_at, h.outcome_note,
    c.force, c.reference, c.version, c.crime, c.changed_fields,
    (select newest.crime from core.crime_version as newest where newest.agency_id = c.agency_id and newest.force = c.force
       and newest.reference = c.reference order by newest.version desc limit 1) as newest_crime,
    r.run_id, r.algorithm_version, r.parameters, r.considered, r.positions_digest, r.crime_digest, r.at as compared_at,
    (select count(*) from core.tag_hit as other where other.crime_version_id = h.crime_version_id
       and other.superseded_at is null and other.person_id <> h.person_id)::integer as others
  from core.tag_hit as h
  join core.match_run as r using (run_id)
  join core.crime_version as c on c.crime_version_id = h.crime_version_id;
--> statement-breakpoint
grant select on published.tag_hit to hub_gateway;
