-- breaking: no
-- Remote hands: by which links an organisation works on its devices, and who did what with which device, when and why.
create table remote_template (
  organisation_id uuid not null references organisation,
  -- Of one that comes with Spil: its name there; that one is then as it is written here.
  key text not null,
  name text not null,
  -- Kinds of items; none: all.
  kinds text[] not null,
  url text not null,
  active boolean not null,
  version int not null,
  primary key (organisation_id, key)
);

create table device_deed (
  id uuid primary key,
  item_id uuid not null,
  organisation_id uuid not null,
  case_id uuid references "case",
  kind text not null check (kind in ('opened', 'woken', 'worked')),
  -- Name of the template as it was then.
  way text,
  -- Why; of work: what was done.
  why text not null,
  minutes int check (minutes between 1 and 1440),
  at timestamptz not null,
  by_id uuid not null,
  -- Waking waits for the process that collects.
  state text not null check (state in ('done', 'waiting', 'failed')),
  reason text,
  macs text[] not null default '{}',
  foreign key (item_id, organisation_id) references item (id, organisation_id) on delete cascade
);
create index device_deed_item on device_deed (item_id, at desc);
create index device_deed_case on device_deed (case_id) where case_id is not null;
-- Pressed twice wakes once.
create unique index device_deed_waiting on device_deed (item_id) where state = 'waiting';

grant select, insert, update, delete on remote_template to spil_app;
grant select, insert, update (state, reason) on device_deed to spil_app;

alter table remote_template enable row level security;
create policy remote_template_read on remote_template for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy remote_template_write on remote_template for all to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
alter table device_deed enable row level security;
-- Kept among staff. Why often repeats what a case is about: who may not see that case does not read it here.
create policy device_deed_read on device_deed for select to spil_app using (
  (select spil_system())
  or (organisation_id = any ((select spil_orgs('inside'))::uuid[]) and (case_id is null or exists (select from "case" c where c.id = case_id)))
);
create policy device_deed_add on device_deed for insert to spil_app with check (
  organisation_id = any ((select spil_orgs('work'))::uuid[]) and by_id = (select spil_person())
  and (case_id is null or exists (select from "case" c where c.id = case_id))
);
create policy device_deed_change on device_deed for update to spil_app using ((select spil_system()));
