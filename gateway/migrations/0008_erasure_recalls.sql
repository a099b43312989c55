-- Notices that receivers are told of where they listen. Written with the notice, gone once settled.
create table gateway.erasure_recall (
  subscription_id uuid not null references gateway.subscription (subscription_id) on delete cascade,
  notice_id uuid not null references gateway.erasure_notice (notice_id) on delete cascade,
  primary key (subscription_id, notice_id)
);
--> statement-breakpoint
grant select, insert, delete on gateway.erasure_recall to hub_gateway;
