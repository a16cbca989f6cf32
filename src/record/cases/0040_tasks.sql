-- breaking: no
-- What is to be done on a case, step by step; and the checklists that such steps come from.

create table checklist (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  name text not null,
  text text not null,
  -- [{title, text, required, after, dueInDays, teamId, toAssignee}] in order; `after`: place in this list.
  tasks jsonb not null,
  active boolean not null default true,
  version int not null default 1,
  changed_at timestamptz not null,
  changed_by uuid
);
create unique index checklist_name on checklist (organisation_id, spil_fold(name)) where active;

create table case_task (
  id uuid primary key,
  case_id uuid not null references "case",
  organisation_id uuid not null,
  place int not null,
  title text not null,
  text text not null,
  assignee_id uuid references person,
  team_id uuid references team,
  due_at timestamptz,
  required boolean not null,
  after_id uuid,
  state text not null default 'open' check (state in ('open', 'done', 'notNeeded')),
  result text,
  ended_at timestamptz,
  ended_by uuid,
  checklist_id uuid references checklist,
  added_at timestamptz not null,
  added_by uuid,
  version int not null default 1,
  unique (id, case_id),
  foreign key (after_id, case_id) references case_task (id, case_id),
  check (after_id <> id),
  check ((state = 'open') = (ended_at is null))
);
create index case_task_case on case_task (case_id, place);
create index case_task_assignee on case_task (assignee_id, (coalesce(due_at, 'infinity'::timestamptz)), id) where state = 'open';
create index case_task_team on case_task (team_id, (coalesce(due_at, 'infinity'::timestamptz)), id) where state = 'open';
create index case_task_ended on case_task (ended_by, ended_at desc) where ended_by is not null;

grant select, insert, update on checklist, case_task to spil_app;

alter table checklist enable row level security;
create policy checklist_read on checklist for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('inside'))::uuid[])
);
create policy checklist_add on checklist for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
create policy checklist_change on checklist for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);

-- Tasks are kept among staff: who may see the case, and is inside.
alter table case_task enable row level security;
create policy case_task_read on case_task for select to spil_app using (
  (select spil_system())
  or (organisation_id = any ((select spil_orgs('inside'))::uuid[]) and exists (select from "case" c where c.id = case_id))
);
create policy case_task_add on case_task for insert to spil_app with check (
  (select spil_system())
  or (organisation_id = any ((select spil_orgs('work'))::uuid[]) and exists (select from "case" c where c.id = case_id))
);
create policy case_task_change on case_task for update to spil_app using (
  (select spil_system())
  or (organisation_id = any ((select spil_orgs('work'))::uuid[]) and exists (select from "case" c where c.id = case_id))
);
