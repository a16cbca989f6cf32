-- breaking: no
-- What must be done to a device before somebody gets it: profiles, and what came of them for each device.
create table provisioning_profile (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  name text not null,
  kinds text[] not null,
  -- Only items with one of these tags; none: all of these kinds.
  tags text[] not null default '{}',
  steps jsonb not null,
  active bool not null default true,
  version int not null default 1,
  changed_at timestamptz not null,
  changed_by uuid
);
create unique index provisioning_profile_name on provisioning_profile (organisation_id, spil_fold(name));

-- One round of preparing a device. The steps are kept as they were when it began; `proof`: how each stood when it ended.
create table device_preparation (
  id uuid primary key,
  item_id uuid not null,
  organisation_id uuid not null,
  profile_id uuid references provisioning_profile,
  profile text not null,
  steps jsonb not null,
  begun_at timestamptz not null,
  begun_by uuid,
  ended_at timestamptz,
  ended_by uuid,
  outcome text check (outcome in ('prepared', 'overridden', 'dropped')),
  reason text,
  proof jsonb,
  foreign key (item_id, organisation_id) references item (id, organisation_id) on delete cascade,
  check ((outcome is null) = (ended_at is null)),
  unique (id, organisation_id)
);
create unique index device_preparation_now on device_preparation (item_id) where ended_at is null;
create index device_preparation_item on device_preparation (item_id, begun_at desc);

create table device_preparation_tick (
  preparation_id uuid not null,
  organisation_id uuid not null,
  step text not null,
  at timestamptz not null,
  by_id uuid not null,
  note text not null default '',
  primary key (preparation_id, step),
  foreign key (preparation_id, organisation_id) references device_preparation (id, organisation_id) on delete cascade
);

grant select, insert, update, delete on provisioning_profile to spil_app;
grant select, insert, update on device_preparation to spil_app;
grant select, insert, update, delete on device_preparation_tick to spil_app;
alter table provisioning_profile enable row level security;
create policy provisioning_profile_read on provisioning_profile for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy provisioning_profile_add on provisioning_profile for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
create policy provisioning_profile_change on provisioning_profile for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
create policy provisioning_profile_remove on provisioning_profile for delete to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
alter table device_preparation enable row level security;
create policy device_preparation_read on device_preparation for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy device_preparation_add on device_preparation for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
create policy device_preparation_change on device_preparation for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
alter table device_preparation_tick enable row level security;
create policy device_preparation_tick_read on device_preparation_tick for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy device_preparation_tick_add on device_preparation_tick for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
create policy device_preparation_tick_change on device_preparation_tick for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
create policy device_preparation_tick_remove on device_preparation_tick for delete to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
