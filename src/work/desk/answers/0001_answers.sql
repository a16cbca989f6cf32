-- breaking: no
-- Answers that are written often. Whose it is decides who sees it: one person, a team, or all staff of the organisation.
create table canned_answer (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  owner_id uuid references person,
  team_id uuid references team,
  name text not null,
  -- {nl, en}: at least one of them.
  texts jsonb not null,
  active boolean not null default true,
  version int not null default 1,
  changed_at timestamptz not null,
  changed_by uuid,
  check (owner_id is null or team_id is null)
);
create index canned_answer_organisation on canned_answer (organisation_id, spil_fold(name)) where active;

-- The teams somebody is in, as the owner: asked by the policy.
create function spil_answer_teams() returns uuid[] language sql stable security definer set search_path = public, pg_temp
  as $$ select array(select team_id from team_member where person_id = spil_person()) $$;
revoke all on function spil_answer_teams from public;
grant execute on function spil_answer_teams to spil_app;

grant select, insert, update on canned_answer to spil_app;
alter table canned_answer enable row level security;
create policy canned_answer_read on canned_answer for select to spil_app using (
  (select spil_system()) or (organisation_id = any ((select spil_orgs('work'))::uuid[]) and (
    owner_id = (select spil_person()) or (owner_id is null and team_id is null)
    or team_id = any ((select spil_answer_teams())::uuid[])
    or (team_id is not null and organisation_id = any ((select spil_orgs('lead'))::uuid[]))))
);
create policy canned_answer_add on canned_answer for insert to spil_app with check (
  (select spil_system()) or (organisation_id = any ((select spil_orgs('work'))::uuid[]) and (
    owner_id = (select spil_person()) or team_id = any ((select spil_answer_teams())::uuid[])
    or (owner_id is null and organisation_id = any ((select spil_orgs('lead'))::uuid[]))))
);
create policy canned_answer_change on canned_answer for update to spil_app using (
  (select spil_system()) or (organisation_id = any ((select spil_orgs('work'))::uuid[]) and (
    owner_id = (select spil_person()) or team_id = any ((select spil_answer_teams())::uuid[])
    or (owner_id is null and organisation_id = any ((select spil_orgs('lead'))::uuid[]))))
);
