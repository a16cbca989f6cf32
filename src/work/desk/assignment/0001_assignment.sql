-- breaking: no
-- Who gets a new case: the first rule that holds, in the order of `place`.
create table assignment_rule (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  place int not null,
  name text not null,
  active boolean not null,
  condition jsonb not null,
  team_id uuid references team,
  person_id uuid references person,
  rotation text not null check (rotation in ('none', 'turn', 'least')),
  within_hours boolean not null,
  version int not null default 1,
  changed_by uuid references person,
  changed_at timestamptz not null,
  check (team_id is not null or person_id is not null),
  check (rotation = 'none' or (team_id is not null and person_id is null))
);
create index assignment_rule_place on assignment_rule (organisation_id, place, id);

-- Whose turn it was last in a team. The row is held while a turn is given.
create table rotation_turn (
  team_id uuid primary key references team,
  organisation_id uuid not null references organisation,
  last_id uuid references person,
  turns bigint not null default 0
);

grant select, insert, update, delete on assignment_rule to spil_app;
grant select, insert, update on rotation_turn to spil_app;
alter table assignment_rule enable row level security;
create policy assignment_rule_read on assignment_rule for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('inside'))::uuid[])
);
create policy assignment_rule_add on assignment_rule for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
create policy assignment_rule_change on assignment_rule for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
create policy assignment_rule_remove on assignment_rule for delete to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
alter table rotation_turn enable row level security;
create policy rotation_turn_read on rotation_turn for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('inside'))::uuid[])
);
create policy rotation_turn_add on rotation_turn for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
create policy rotation_turn_change on rotation_turn for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
