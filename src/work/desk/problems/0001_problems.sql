-- breaking: no
-- What is behind several incidents: its cause, the work-around, and one solution to all of them.
create table problem (
  case_id uuid primary key references "case",
  organisation_id uuid not null references organisation,
  cause text,
  cause_known boolean not null default false,
  known_error boolean not null default false,
  -- As a reporter would know it; with the work-around it is all that a reporter is shown.
  known_as text,
  workaround text,
  for_reporters boolean not null default false,
  version int not null,
  changed_at timestamptz not null,
  changed_by uuid,
  search tsvector generated always as (
    spil_words(organisation_id, coalesce(known_as, '') || ' ' || coalesce(cause, '') || ' ' || coalesce(workaround, ''))
  ) stored,
  check (not cause_known or cause is not null),
  check (not known_error or workaround is not null),
  check (not for_reporters or (known_error and known_as is not null))
);
create index problem_known on problem (organisation_id, changed_at desc, case_id) where known_error;

-- One solution to all. An incident is taken in the same transaction as its move: it is solved once, whoever is killed in between.
create table problem_solving (
  id uuid primary key,
  case_id uuid not null references "case",
  organisation_id uuid not null,
  done text not null,
  tested text not null,
  by_id uuid not null,
  at timestamptz not null,
  finished_at timestamptz
);
create unique index problem_solving_one on problem_solving (case_id) where finished_at is null;
create index problem_solving_case on problem_solving (case_id, at desc);
create table problem_solving_incident (
  solving_id uuid not null references problem_solving,
  case_id uuid not null references "case",
  outcome text not null default 'waiting' check (outcome in ('waiting', 'solved', 'leftAlone', 'failed')),
  why text,
  primary key (solving_id, case_id)
);

create index case_link_caused_by on case_link (other_id) where kind = 'causedBy';

-- Whether the problem still stands; a reporter who may not read it may be told its work-around while it does.
create function spil_problem_is_open(one uuid) returns boolean language sql stable security definer set search_path = public, pg_temp
  as $$ select exists (select from "case" where id = one and state in ('new', 'inProgress', 'waiting', 'solved', 'reopened')) $$;
revoke all on function spil_problem_is_open from public;
grant execute on function spil_problem_is_open to spil_app;

grant select, insert, update on problem, problem_solving, problem_solving_incident to spil_app;
alter table problem enable row level security;
create policy problem_read on problem for select to spil_app using (
  (select spil_system()) or exists (select from "case" c where c.id = case_id)
  or (known_error and for_reporters and spil_problem_is_open(case_id) and (
    organisation_id = any ((select spil_orgs('member'))::uuid[])
    or exists (select from case_link l where l.other_id = problem.case_id and l.kind = 'causedBy' and l.case_id in (select spil_my_cases()))))
);
create policy problem_add on problem for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
create policy problem_change on problem for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
alter table problem_solving enable row level security;
create policy problem_solving_read on problem_solving for select to spil_app using (
  (select spil_system()) or (organisation_id = any ((select spil_orgs('inside'))::uuid[]) and exists (select from "case" c where c.id = case_id))
);
create policy problem_solving_add on problem_solving for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
create policy problem_solving_change on problem_solving for update to spil_app using ((select spil_system()));
alter table problem_solving_incident enable row level security;
create policy problem_solving_incident_read on problem_solving_incident for select to spil_app using (
  (select spil_system()) or exists (select from problem_solving s where s.id = solving_id)
);
create policy problem_solving_incident_add on problem_solving_incident for insert to spil_app with check (
  (select spil_system()) or exists (select from problem_solving s where s.id = solving_id)
);
create policy problem_solving_incident_change on problem_solving_incident for update to spil_app using (
  (select spil_system()) or exists (select from problem_solving s where s.id = solving_id)
);
