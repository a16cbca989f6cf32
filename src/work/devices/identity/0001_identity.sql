-- breaking: no
-- By what a device is known, and why an agent belongs to it.

create table device_trait (
  item_id uuid not null,
  kind text not null check (kind in ('serial', 'uuid', 'mac', 'assetTag', 'hostName')),
  value text not null,
  organisation_id uuid not null,
  seen_at timestamptz not null,
  -- Of which agent: when that is parted from the device, what it told goes too.
  agent_id uuid not null references inventory_agent on delete cascade,
  primary key (item_id, agent_id, kind, value),
  foreign key (item_id, organisation_id) references item (id, organisation_id) on delete cascade
);
create index device_trait_agent on device_trait (agent_id);
create index device_trait_value on device_trait (organisation_id, kind, value);

-- Each time an agent was put with a device, and how that ended.
create table device_joining (
  id uuid primary key,
  agent_id uuid not null references inventory_agent on delete cascade,
  item_id uuid not null,
  organisation_id uuid not null,
  how text not null check (how in ('found', 'made', 'person')),
  -- [{reason, value}]: what was the same.
  why jsonb not null default '[]',
  note text not null default '',
  at timestamptz not null,
  by_id uuid,
  parted_at timestamptz,
  parted_by uuid,
  parted_why text,
  foreign key (item_id, organisation_id) references item (id, organisation_id) on delete cascade
);
create index device_joining_item on device_joining (item_id, at);
create index device_joining_agent on device_joining (agent_id, at);
create unique index device_joining_now on device_joining (agent_id) where parted_at is null;

grant select, insert, update, delete on device_trait to spil_app;
grant select, insert, update on device_joining to spil_app;

alter table device_trait enable row level security;
create policy device_trait_read on device_trait for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy device_trait_write on device_trait for all to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
alter table device_joining enable row level security;
create policy device_joining_read on device_joining for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy device_joining_add on device_joining for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
create policy device_joining_change on device_joining for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
