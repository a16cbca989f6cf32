-- breaking: no
-- Contact after a case closed: by which rule it is planned, in whose list it stands, and what came of it.
create table aftercare_rule (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  name text not null,
  active boolean not null,
  rule jsonb not null,
  version int not null default 1,
  changed_at timestamptz not null,
  changed_by uuid
);
create index aftercare_rule_organisation on aftercare_rule (organisation_id, name);

create table aftercare (
  id uuid primary key,
  case_id uuid not null references "case",
  organisation_id uuid not null,
  -- The round of closing it belongs to; of a case that is still open the one to come.
  round int not null,
  rule_id uuid references aftercare_rule,
  why text not null,
  state text not null check (state in ('wished', 'planned', 'done', 'cancelled')),
  after_days int not null,
  due_at timestamptz,
  late_at timestamptz,
  told_at timestamptz,
  person_id uuid references person,
  team_id uuid,
  for_leads boolean not null default false,
  result text check (result in ('well', 'back', 'notReached')),
  attempts int not null default 0,
  most_attempts int not null,
  next_case_id uuid references "case",
  created_by uuid references person,
  created_at timestamptz not null,
  ended_by uuid references person,
  ended_at timestamptz,
  version int not null default 1,
  check ((state = 'planned') <= (due_at is not null)),
  check (person_id is not null or team_id is not null or for_leads)
);
-- A rule plans once per closing, however often it is told that the case closed.
create unique index aftercare_once on aftercare (case_id, round, rule_id) where rule_id is not null;
create index aftercare_case on aftercare (case_id, created_at);
create index aftercare_due on aftercare (due_at, id) where state = 'planned';
create index aftercare_untold on aftercare (due_at) where state = 'planned' and told_at is null;
create index aftercare_ended on aftercare (ended_at desc, id desc) where state in ('done', 'cancelled');

-- What was done with it. Nothing here is changed.
create table aftercare_step (
  id uuid primary key,
  aftercare_id uuid not null references aftercare on delete cascade,
  organisation_id uuid not null,
  what text not null check (what in ('planned', 'well', 'back', 'notReached', 'postponed', 'given', 'cancelled')),
  note text not null default '',
  until timestamptz,
  by_id uuid references person,
  at timestamptz not null,
  place bigint generated always as identity
);
create index aftercare_step_of on aftercare_step (aftercare_id, place);

grant select, insert, update, delete on aftercare_rule to spil_app;
grant select, insert, update on aftercare to spil_app;
grant select, insert on aftercare_step to spil_app;

alter table aftercare_rule enable row level security;
create policy aftercare_rule_read on aftercare_rule for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('inside'))::uuid[])
);
create policy aftercare_rule_add on aftercare_rule for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
create policy aftercare_rule_change on aftercare_rule for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
create policy aftercare_rule_remove on aftercare_rule for delete to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);

alter table aftercare enable row level security;
create policy aftercare_read on aftercare for select to spil_app using (
  (select spil_system()) or (organisation_id = any ((select spil_orgs('inside'))::uuid[]) and exists (select from "case" c where c.id = case_id))
);
create policy aftercare_add on aftercare for insert to spil_app with check (
  (select spil_system()) or (organisation_id = any ((select spil_orgs('work'))::uuid[]) and exists (select from "case" c where c.id = case_id))
);
create policy aftercare_change on aftercare for update to spil_app using (
  (select spil_system()) or (organisation_id = any ((select spil_orgs('work'))::uuid[]) and exists (select from "case" c where c.id = case_id))
);

alter table aftercare_step enable row level security;
create policy aftercare_step_read on aftercare_step for select to spil_app using (
  (select spil_system()) or exists (select from aftercare a where a.id = aftercare_id)
);
create policy aftercare_step_add on aftercare_step for insert to spil_app with check (
  (select spil_system()) or (organisation_id = any ((select spil_orgs('work'))::uuid[]) and exists (select from aftercare a where a.id = aftercare_id))
);
