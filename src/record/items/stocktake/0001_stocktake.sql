-- breaking: no
-- Stocktakes: what is expected is written down at the start, so that what changes meanwhile changes no outcome.
create table stocktake (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  name text not null,
  -- With all locations inside it; the ids of items stand here without a reference, for the report outlives the item.
  location_id uuid,
  location text,
  filter jsonb not null,
  state text not null check (state in ('counting', 'deciding', 'closed')),
  version int not null default 1,
  started_at timestamptz not null,
  started_by uuid not null references person,
  counted_at timestamptz,
  closed_at timestamptz,
  closed_by uuid references person,
  unique (id, organisation_id)
);
create index stocktake_started on stocktake (started_at desc, id desc);

-- What is expected, and what was found besides: as it was recorded then.
create table stocktake_item (
  stocktake_id uuid not null,
  item_id uuid not null,
  organisation_id uuid not null,
  expected boolean not null,
  in_scope boolean not null,
  number int not null,
  code text,
  name text not null,
  kind text not null,
  class text not null,
  -- Locations around it, innermost first.
  path uuid[] not null,
  place text,
  primary key (stocktake_id, item_id),
  foreign key (stocktake_id, organisation_id) references stocktake (id, organisation_id)
);
create index stocktake_item_number on stocktake_item (stocktake_id, number) where expected;

create table stocktake_scan (
  stocktake_id uuid not null,
  by_id uuid not null references person,
  -- Made by the device: a scan that is sent again is the same.
  id uuid not null,
  organisation_id uuid not null,
  text text not null,
  item_id uuid,
  -- Id of the item, or the text of an unknown code, as of a decision.
  subject text not null,
  -- Where the counter said to stand, and what that was called then.
  location_id uuid,
  place text,
  at timestamptz not null,
  received_at timestamptz not null,
  primary key (stocktake_id, by_id, id),
  foreign key (stocktake_id, organisation_id) references stocktake (id, organisation_id)
);
create index stocktake_scan_subject on stocktake_scan (stocktake_id, subject);

create table stocktake_decision (
  stocktake_id uuid not null,
  -- Id of the item, or the text of an unknown code.
  subject text not null,
  difference text not null check (difference in ('missing', 'elsewhere', 'unknown', 'outOfUse', 'outOfScope')),
  organisation_id uuid not null,
  what text not null check (what in ('leave', 'state', 'move', 'case', 'make')),
  reason text not null,
  -- What was done in words a program reads: the state, the location, the case or the item made.
  result text,
  by_id uuid not null references person,
  at timestamptz not null,
  primary key (stocktake_id, subject, difference),
  foreign key (stocktake_id, organisation_id) references stocktake (id, organisation_id)
);

grant select, insert, update on stocktake to spil_app;
grant select, insert on stocktake_item, stocktake_scan, stocktake_decision to spil_app;

alter table stocktake enable row level security;
create policy stocktake_read on stocktake for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy stocktake_add on stocktake for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
create policy stocktake_change on stocktake for update to spil_app using (
  (select spil_system()) or (organisation_id = any ((select spil_orgs('work'))::uuid[]) and state <> 'closed')
) with check ((select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[]));

alter table stocktake_item enable row level security;
create policy stocktake_item_read on stocktake_item for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy stocktake_item_add on stocktake_item for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);

alter table stocktake_scan enable row level security;
create policy stocktake_scan_read on stocktake_scan for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
-- Only in one's own name.
create policy stocktake_scan_add on stocktake_scan for insert to spil_app with check (
  (select spil_system()) or (organisation_id = any ((select spil_orgs('work'))::uuid[]) and by_id = (select spil_person()))
);

alter table stocktake_decision enable row level security;
create policy stocktake_decision_read on stocktake_decision for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy stocktake_decision_add on stocktake_decision for insert to spil_app with check (
  (select spil_system()) or (organisation_id = any ((select spil_orgs('work'))::uuid[]) and by_id = (select spil_person()))
);
