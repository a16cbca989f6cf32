-- breaking: no
-- What can be asked for, in versions; and what was asked, with the version it was asked with.

create table catalogue_item (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  place int not null,
  active boolean not null,
  version int not null,
  changed_at timestamptz not null,
  changed_by uuid references person
);
create index catalogue_item_organisation on catalogue_item (organisation_id, place, id);
create table catalogue_version (
  item_id uuid not null references catalogue_item,
  version int not null,
  organisation_id uuid not null,
  definition jsonb not null,
  at timestamptz not null,
  by uuid,
  primary key (item_id, version)
);

create table case_answers (
  case_id uuid primary key references "case",
  organisation_id uuid not null,
  item_id uuid not null,
  version int not null,
  answers jsonb not null,
  -- As they were shown: [{label, text}], names of people and files included.
  lines jsonb not null,
  foreign key (item_id, version) references catalogue_version (item_id, version)
);
create index case_answers_item on case_answers (item_id);

-- A file that waits for its request to be sent.
create table catalogue_upload (
  id uuid primary key,
  person_id uuid not null references person,
  hash text not null,
  size bigint not null,
  name text not null,
  type text not null,
  at timestamptz not null
);
create index catalogue_upload_person on catalogue_upload (person_id, at);

-- Teams somebody is in: as the owner, since a reporter may not read who is in which team.
create function spil_my_teams() returns setof uuid language sql stable security definer set search_path = public, pg_temp
  as $$ select team_id from team_member where person_id = spil_person() $$;
create function spil_my_roles(organisation uuid) returns setof text language sql stable security definer set search_path = public, pg_temp
  as $$ select role from membership where person_id = spil_person() and organisation_id = organisation $$;
revoke all on function spil_my_teams, spil_my_roles from public;
grant execute on function spil_my_teams, spil_my_roles to spil_app;

grant select, insert, update on catalogue_item to spil_app;
grant select, insert on catalogue_version, case_answers to spil_app;
grant select, insert, delete on catalogue_upload to spil_app;

alter table catalogue_item enable row level security;
create policy catalogue_item_read on catalogue_item for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
  or (active and organisation_id = any ((select spil_orgs('member'))::uuid[]))
);
create policy catalogue_item_add on catalogue_item for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
create policy catalogue_item_change on catalogue_item for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
alter table catalogue_version enable row level security;
create policy catalogue_version_read on catalogue_version for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('member'))::uuid[])
);
create policy catalogue_version_add on catalogue_version for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
alter table case_answers enable row level security;
create policy case_answers_read on case_answers for select to spil_app using (exists (select from "case" c where c.id = case_id));
create policy case_answers_add on case_answers for insert to spil_app with check (exists (select from "case" c where c.id = case_id));
alter table catalogue_upload enable row level security;
create policy catalogue_upload_read on catalogue_upload for select to spil_app using ((select spil_system()) or person_id = (select spil_person()));
create policy catalogue_upload_add on catalogue_upload for insert to spil_app with check (person_id = (select spil_person()));
create policy catalogue_upload_remove on catalogue_upload for delete to spil_app using ((select spil_system()) or person_id = (select spil_person()));
