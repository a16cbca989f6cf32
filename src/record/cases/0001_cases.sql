-- breaking: no
-- A case, what was said and done on it, who takes part, its files, its clocks; and who may see which of it.

create sequence case_number as int start 1001;

create table "case" (
  id uuid primary key,
  number int not null default nextval('case_number') unique,
  organisation_id uuid not null references organisation,
  kind text not null,
  state text not null default 'new' check (state in ('new', 'inProgress', 'waiting', 'solved', 'closed', 'reopened', 'cancelled')),
  title text not null,
  text text not null,
  reporter_id uuid not null references person,
  registered_by uuid references person,
  channel text not null,
  impact text not null,
  urgency text not null,
  proposed_priority text not null,
  priority text not null,
  priority_reason text,
  priority_rank smallint not null generated always as (case priority when 'critical' then 4 when 'high' then 3 when 'normal' then 2 else 1 end) stored,
  assignee_id uuid references person,
  team_id uuid,
  confidential boolean not null default false,
  waiting_for text,
  waiting_until timestamptz,
  waiting_reason text,
  done text,
  tested text,
  round int not null default 0,
  end_reason text,
  confirmed boolean not null default false,
  opened_at timestamptz not null,
  updated_at timestamptz not null,
  responded_at timestamptz,
  solved_at timestamptz,
  closed_at timestamptz,
  -- The clocks, computed when the case changes, so that a list never does. pauses: [{from, to}] in order.
  pauses jsonb not null default '[]',
  target_response int not null,
  target_solution int not null,
  response_due_at timestamptz,
  solution_due_at timestamptz,
  due_at timestamptz,
  risk_at timestamptz,
  version int not null default 1,
  changed_by uuid,
  -- Priority and reason together: an override without a reason does not exist.
  check (priority = proposed_priority or priority_reason is not null),
  check ((state = 'waiting') = (waiting_for is not null))
);
create index case_updated on "case" (updated_at desc, id desc);
create index case_opened on "case" (opened_at desc, id desc);
create index case_state on "case" (state, updated_at desc, id desc);
create index case_due on "case" (coalesce(due_at, 'infinity'::timestamptz), id);
create index case_priority on "case" (priority_rank desc, updated_at desc, id desc);
create index case_open on "case" (updated_at desc, id desc) where state in ('new', 'inProgress', 'waiting', 'solved', 'reopened');
create index case_late on "case" (due_at) where state in ('new', 'inProgress', 'waiting', 'solved', 'reopened') and due_at is not null;
create index case_assignee on "case" (assignee_id, updated_at desc, id desc);
create index case_unassigned on "case" (updated_at desc, id desc) where assignee_id is null and state in ('new', 'inProgress', 'waiting', 'solved', 'reopened');
create index case_team on "case" (team_id, updated_at desc, id desc) where team_id is not null;
create index case_reporter on "case" (reporter_id, updated_at desc, id desc);
create index case_organisation on "case" (organisation_id, updated_at desc, id desc);

create table case_person (
  case_id uuid not null references "case",
  person_id uuid not null references person,
  organisation_id uuid not null,
  confidential boolean not null,
  role text not null check (role in ('reporter', 'participant', 'named')),
  added_at timestamptz not null,
  primary key (case_id, person_id)
);
create index case_person_person on case_person (person_id, case_id);

-- What was said stays as it was said: no row is changed but for who may see it.
create table entry (
  id uuid primary key,
  case_id uuid not null references "case",
  organisation_id uuid not null,
  confidential boolean not null,
  author_id uuid references person,
  visibility text not null check (visibility in ('public', 'internal')),
  channel text not null,
  kind text not null,
  text text not null,
  html text,
  message_id text,
  at timestamptz not null,
  place bigint generated always as identity
);
create index entry_case on entry (case_id, place desc);
create index entry_message on entry (message_id) where message_id is not null;

create table attachment (
  id uuid primary key,
  case_id uuid not null references "case",
  entry_id uuid references entry,
  organisation_id uuid not null,
  confidential boolean not null,
  visibility text not null check (visibility in ('public', 'internal')),
  hash text not null,
  name text not null,
  type text not null,
  size bigint not null,
  inline boolean not null,
  added_by uuid,
  at timestamptz not null
);
create index attachment_case on attachment (case_id, at);
create index attachment_entry on attachment (entry_id) where entry_id is not null;

create table case_link (
  case_id uuid not null references "case",
  other_id uuid not null references "case",
  organisation_id uuid not null,
  kind text not null,
  at timestamptz not null,
  added_by uuid,
  primary key (case_id, other_id),
  check (case_id <> other_id)
);
create index case_link_other on case_link (other_id);

-- What each version changed, so that who changes an older one is told what is different. The words stay here, out of the logbook.
create table case_change (
  case_id uuid not null references "case",
  version int not null,
  changed_by uuid,
  at timestamptz not null,
  changes jsonb not null,
  primary key (case_id, version)
);

create table priority_matrix (
  organisation_id uuid primary key references organisation,
  version int not null,
  matrix jsonb not null,
  changed_at timestamptz not null,
  changed_by uuid
);
create table calendar (
  organisation_id uuid primary key references organisation,
  version int not null,
  time_zone text not null,
  week jsonb not null,
  targets jsonb not null,
  changed_at timestamptz not null,
  changed_by uuid
);

-- The cases somebody has a part in: as the owner, so that the policies do not ask about their own table.
create function spil_my_cases() returns setof uuid language sql stable security definer set search_path = public, pg_temp
  as $$ select case_id from case_person where person_id = spil_person() $$;
-- Somebody who opens a case sees it only after they have their part in it.
create function spil_reported(one uuid) returns boolean language sql stable security definer set search_path = public, pg_temp
  as $$ select exists (select from "case" where id = one and reporter_id = spil_person()) $$;
revoke all on function spil_my_cases, spil_reported from public;
grant execute on function spil_my_cases, spil_reported to spil_app;

grant usage on sequence case_number to spil_app;
grant select, insert, update on "case", priority_matrix, calendar to spil_app;
grant select, insert on case_change to spil_app;
grant select, insert, delete on case_person, case_link to spil_app;
grant update (confidential, role) on case_person to spil_app;
grant select, insert on entry, attachment to spil_app;
grant update (confidential) on entry to spil_app;
grant update (confidential, entry_id, visibility) on attachment to spil_app;

-- Readers of the organisation see what is not confidential; who has a part in it sees it in any case.
alter table "case" enable row level security;
create policy case_read on "case" for select to spil_app using (
  (select spil_system()) or (not confidential and organisation_id = any ((select spil_orgs('read'))::uuid[]))
  or id in (select spil_my_cases())
);
create policy case_add on "case" for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
  or (reporter_id = (select spil_person()) and organisation_id = any ((select spil_orgs('member'))::uuid[]) and not confidential)
);
create policy case_change on "case" for update to spil_app using (
  (select spil_system()) or (not confidential and organisation_id = any ((select spil_orgs('work'))::uuid[]))
  or id in (select spil_my_cases())
) with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[]) or id in (select spil_my_cases())
);

alter table case_person enable row level security;
create policy case_person_read on case_person for select to spil_app using (
  (select spil_system()) or person_id = (select spil_person())
  or (not confidential and organisation_id = any ((select spil_orgs('read'))::uuid[]))
  or case_id in (select spil_my_cases())
);
-- A reporter becomes a part of the case they open, never of another's.
create policy case_person_add on case_person for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
  or (role = 'reporter' and person_id = (select spil_person()) and not confidential and spil_reported(case_id))
);
create policy case_person_change on case_person for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
create policy case_person_remove on case_person for delete to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);

alter table entry enable row level security;
create policy entry_read on entry for select to spil_app using (
  (select spil_system())
  or ((visibility = 'public' or organisation_id = any ((select spil_orgs('inside'))::uuid[]))
    and ((not confidential and organisation_id = any ((select spil_orgs('read'))::uuid[])) or case_id in (select spil_my_cases())))
);
create policy entry_add on entry for insert to spil_app with check (
  (select spil_system())
  or (author_id = (select spil_person()) and (
    (not confidential and organisation_id = any ((select spil_orgs('work'))::uuid[]))
    or ((visibility = 'public' or organisation_id = any ((select spil_orgs('work'))::uuid[])) and case_id in (select spil_my_cases()))))
);
create policy entry_change on entry for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);

alter table attachment enable row level security;
create policy attachment_read on attachment for select to spil_app using (
  (select spil_system())
  or ((visibility = 'public' or organisation_id = any ((select spil_orgs('inside'))::uuid[]))
    and ((not confidential and organisation_id = any ((select spil_orgs('read'))::uuid[])) or case_id in (select spil_my_cases())))
);
create policy attachment_add on attachment for insert to spil_app with check (
  (select spil_system())
  or (added_by = (select spil_person()) and (
    (not confidential and organisation_id = any ((select spil_orgs('work'))::uuid[]))
    or ((visibility = 'public' or organisation_id = any ((select spil_orgs('work'))::uuid[])) and case_id in (select spil_my_cases()))))
);
create policy attachment_change on attachment for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[]) or added_by = (select spil_person())
);

alter table case_link enable row level security;
create policy case_link_read on case_link for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
  or case_id in (select spil_my_cases()) or other_id in (select spil_my_cases())
);
create policy case_link_add on case_link for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
  or (case_id in (select spil_my_cases()) and other_id in (select spil_my_cases()))
);
create policy case_link_remove on case_link for delete to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);

-- Who may see the case.
alter table case_change enable row level security;
create policy case_change_read on case_change for select to spil_app using (exists (select from "case" c where c.id = case_id));
create policy case_change_add on case_change for insert to spil_app with check (exists (select from "case" c where c.id = case_id));

alter table priority_matrix enable row level security;
create policy priority_matrix_read on priority_matrix for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('member'))::uuid[])
);
create policy priority_matrix_add on priority_matrix for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
create policy priority_matrix_change on priority_matrix for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
alter table calendar enable row level security;
create policy calendar_read on calendar for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('member'))::uuid[])
);
create policy calendar_add on calendar for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
create policy calendar_change on calendar for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
