-- breaking: no
-- What is installed where, as each agent tells it: a row stays when it goes.

create table device_software (
  id bigint generated always as identity primary key,
  item_id uuid not null,
  agent_id uuid not null references inventory_agent on delete cascade,
  organisation_id uuid not null,
  name text not null,
  arch text not null,
  version text not null,
  publisher text not null,
  product text not null,
  installed_on date,
  first_seen_at timestamptz not null,
  -- Null: still there when the agent last told its software.
  removed_at timestamptz,
  -- The version before this one, when it was changed.
  was text,
  foreign key (item_id, organisation_id) references item (id, organisation_id) on delete cascade
);
-- What stands on a device as well: few enough to sort.
create unique index device_software_now on device_software (item_id, agent_id, name, arch, version) where removed_at is null;
create index device_software_product on device_software (organisation_id, product, version) where removed_at is null;
create index device_software_past on device_software (item_id, removed_at desc) where removed_at is not null;

grant select, insert, update, delete on device_software to spil_app;
alter table device_software enable row level security;
create policy device_software_read on device_software for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy device_software_write on device_software for all to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
