-- breaking: no
-- A name in a version stands once in an organisation; what is installed points to it. Thousands of devices have the same two thousand names, and
-- whether a version is behind or unwanted is asked of the name, not of each place it stands.

create table software_title (
  id int generated always as identity primary key,
  organisation_id uuid not null references organisation,
  name text not null,
  arch text not null,
  version text not null,
  -- As it was first told.
  publisher text not null,
  product text not null,
  -- Below what is wanted of the product, or below the newest of it; not known before it was put in order.
  behind boolean not null default false,
  ordered boolean not null default false,
  unique (organisation_id, name, arch, version)
);

alter table device_software rename to device_software_before;
-- Without foreign keys: two of them for each of two thousand rows are half the time of writing a device down. Only the system adds rows, while
-- it holds the item (saveSoftware); they go with the item below; titles and agents that told of software stay.
create table device_software (
  id bigint generated always as identity primary key,
  item_id uuid not null,
  agent_id uuid not null,
  organisation_id uuid not null,
  title_id int not null,
  installed_on date,
  first_seen_at timestamptz not null,
  -- Null: still there when the agent last told its software.
  removed_at timestamptz,
  -- The version before this one, when it was changed.
  was text
);
insert into software_title (organisation_id, name, arch, version, publisher, product)
  select distinct on (organisation_id, name, arch, version) organisation_id, name, arch, version, publisher,
    coalesce(nullif(btrim(regexp_replace(product, '\([\s,]*\)|\s-\s[a-z]{2}-[a-z]{2}\s*$', '', 'g')), ''), product)
  from device_software_before order by organisation_id, name, arch, version, publisher desc;
insert into device_software (item_id, agent_id, organisation_id, title_id, installed_on, first_seen_at, removed_at, was)
  select b.item_id, b.agent_id, b.organisation_id, t.id, b.installed_on, b.first_seen_at, b.removed_at, b.was
  from device_software_before b join software_title t using (organisation_id, name, arch, version) order by b.id;
drop table device_software_before;

create index software_title_product on software_title (product, organisation_id);
create index software_title_fresh on software_title (organisation_id, product) where not ordered;
create unique index device_software_now on device_software (item_id, agent_id, title_id) where removed_at is null;
create index device_software_title on device_software (title_id, item_id) where removed_at is null;
create index device_software_past on device_software (item_id, removed_at desc) where removed_at is not null;

create function spil_software_gone() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from device_software s using gone where s.item_id = gone.id;
  return null;
end $$;
create trigger software_gone after delete on item referencing old table as gone for each statement execute function spil_software_gone();

grant select, insert, update on software_title to spil_app;
grant select, insert, update, delete on device_software to spil_app;
alter table software_title enable row level security;
create policy software_title_read on software_title for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy software_title_write on software_title for all to spil_app using ((select spil_system()));
alter table device_software enable row level security;
create policy device_software_read on device_software for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy device_software_write on device_software for all to spil_app using ((select spil_system()));
create policy device_software_forget on device_software for delete to spil_app using (organisation_id = any ((select spil_orgs('work'))::uuid[]));
