-- breaking: no
-- Graphs and figures that people put together: for one person, a team, or everybody who reads in the organisation.
create table dashboard (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  owner_id uuid not null references person,
  scope text not null check (scope in ('mine', 'team', 'organisation')),
  team_id uuid references team,
  title text not null,
  definition jsonb not null,
  version int not null default 1,
  made_at timestamptz not null,
  changed_at timestamptz not null,
  check ((scope = 'team') = (team_id is not null))
);
create index dashboard_owner on dashboard (owner_id);
create index dashboard_shared on dashboard (organisation_id, scope);

grant select, insert, update, delete on dashboard to spil_app;
alter table dashboard enable row level security;
create policy dashboard_read on dashboard for select to spil_app using (
  (select spil_system()) or owner_id = (select spil_person())
  or (scope = 'organisation' and organisation_id = any ((select spil_orgs('read'))::uuid[]))
  or (scope = 'team' and organisation_id = any ((select spil_orgs('read'))::uuid[])
    and (organisation_id = any ((select spil_orgs('lead'))::uuid[])
      or exists (select from team_member m where m.team_id = dashboard.team_id and m.person_id = (select spil_person()))))
);
create policy dashboard_add on dashboard for insert to spil_app with check (
  (select spil_system()) or (owner_id = (select spil_person()) and organisation_id = any ((select spil_orgs('work'))::uuid[]))
);
create policy dashboard_change on dashboard for update to spil_app using (
  (select spil_system()) or (organisation_id = any ((select spil_orgs('work'))::uuid[])
    and (owner_id = (select spil_person()) or (scope <> 'mine' and organisation_id = any ((select spil_orgs('lead'))::uuid[]))))
);
create policy dashboard_remove on dashboard for delete to spil_app using (
  (select spil_system()) or (organisation_id = any ((select spil_orgs('work'))::uuid[])
    and (owner_id = (select spil_person()) or (scope <> 'mine' and organisation_id = any ((select spil_orgs('lead'))::uuid[]))))
);
