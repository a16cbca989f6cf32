-- breaking: no
-- A list under a name: for one person, a team, or everybody who reads in the organisation.
create table saved_view (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  owner_id uuid not null references person,
  scope text not null check (scope in ('mine', 'team', 'organisation')),
  team_id uuid references team,
  name text not null,
  filter jsonb not null,
  columns text[],
  sort text not null,
  version int not null default 1,
  made_at timestamptz not null,
  check ((scope = 'team') = (team_id is not null))
);
create index saved_view_owner on saved_view (owner_id);
create index saved_view_shared on saved_view (organisation_id, scope);

-- What each person puts first, and what opens by itself.
create table view_choice (
  person_id uuid primary key references person,
  ids uuid[] not null,
  default_id uuid references saved_view on delete set null
);

grant select, insert, update, delete on saved_view to spil_app;
grant select, insert, update on view_choice to spil_app;
alter table saved_view enable row level security;
create policy saved_view_read on saved_view for select to spil_app using (
  (select spil_system()) or owner_id = (select spil_person())
  or (scope = 'organisation' and organisation_id = any ((select spil_orgs('read'))::uuid[]))
  or (scope = 'team' and organisation_id = any ((select spil_orgs('read'))::uuid[])
    and (organisation_id = any ((select spil_orgs('lead'))::uuid[])
      or exists (select from team_member m where m.team_id = saved_view.team_id and m.person_id = (select spil_person()))))
);
create policy saved_view_add on saved_view for insert to spil_app with check (
  (select spil_system()) or (owner_id = (select spil_person()) and organisation_id = any ((select spil_orgs('read'))::uuid[]))
);
create policy saved_view_change on saved_view for update to spil_app using (
  (select spil_system()) or owner_id = (select spil_person())
  or (scope <> 'mine' and organisation_id = any ((select spil_orgs('lead'))::uuid[]))
);
create policy saved_view_remove on saved_view for delete to spil_app using (
  (select spil_system()) or owner_id = (select spil_person())
  or (scope <> 'mine' and organisation_id = any ((select spil_orgs('lead'))::uuid[]))
);
alter table view_choice enable row level security;
create policy view_choice_own on view_choice for all to spil_app using ((select spil_system()) or person_id = (select spil_person()));
