-- breaking: no
-- Who leaves an organisation, and the case in which everything they have comes back.
create table device_leaving (
  id uuid primary key,
  person_id uuid not null references person,
  organisation_id uuid not null references organisation,
  case_id uuid not null references "case",
  -- The last day; null: gone already.
  last_day date,
  at timestamptz not null,
  by_id uuid
);
create index device_leaving_person on device_leaving (person_id, organisation_id, at desc);
-- What was to come back, each with whether it did.
create table device_leaving_item (
  leaving_id uuid not null references device_leaving,
  item_id uuid not null,
  organisation_id uuid not null,
  back_at timestamptz,
  primary key (leaving_id, item_id),
  foreign key (item_id, organisation_id) references item (id, organisation_id) on delete cascade
);
create index device_leaving_item_item on device_leaving_item (item_id) where back_at is null;

grant select, insert on device_leaving to spil_app;
grant select, insert, update on device_leaving_item to spil_app;
alter table device_leaving enable row level security;
create policy device_leaving_read on device_leaving for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy device_leaving_add on device_leaving for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
alter table device_leaving_item enable row level security;
create policy device_leaving_item_read on device_leaving_item for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy device_leaving_item_add on device_leaving_item for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
-- Only Spil itself says that something is back.
create policy device_leaving_item_change on device_leaving_item for update to spil_app using ((select spil_system()));
