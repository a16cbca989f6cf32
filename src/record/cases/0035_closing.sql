-- breaking: no
-- What was tested and what the reporter answered, round by round; what an organisation wants before a case closes; and what waits for an answer.

create table test_step (
  id uuid primary key,
  case_id uuid not null references "case",
  organisation_id uuid not null,
  -- The round of testing it belongs to: the one being prepared, or one that was offered.
  round int not null,
  place int not null,
  what text not null,
  expected text not null default '',
  actual text not null default '',
  result text not null default 'open' check (result in ('open', 'passed', 'failed')),
  tested_by uuid references person,
  tested_at timestamptz,
  -- In plain words, when the reporter is asked to do it.
  question text,
  reporter_result text check (reporter_result in ('works', 'doesNotWork')),
  reporter_remark text,
  reporter_id uuid references person,
  reporter_at timestamptz,
  created_by uuid references person,
  created_at timestamptz not null,
  version int not null default 1,
  check (result = 'open' or tested_at is not null),
  check (reporter_result is null or (question is not null and reporter_at is not null))
);
create index test_step_case on test_step (case_id, round, place);

-- What the reporter said about a solution, in the order in which it was said. Nothing here is changed.
create table test_answer (
  id uuid primary key,
  case_id uuid not null references "case",
  organisation_id uuid not null,
  round int not null,
  person_id uuid not null references person,
  via text not null check (via in ('link', 'portal', 'mail')),
  said text not null check (said in ('yes', 'no', 'unclear')),
  -- Which button was pressed; null by mail.
  works boolean,
  text text not null default '',
  outcome text not null check (outcome in ('confirmed', 'rejected', 'askedAgain', 'reopened', 'message')),
  at timestamptz not null,
  place bigint generated always as identity
);
create index test_answer_case on test_answer (case_id, place);

create table case_closing (
  case_id uuid primary key references "case",
  organisation_id uuid not null,
  solution_code text,
  cause_code text,
  not_testable text,
  -- The round these moments are for; a next one is offered, answered or ended: they are gone.
  round int not null default 0,
  remind_at timestamptz,
  close_at timestamptz,
  reminded_at timestamptz,
  by_policy boolean not null default false,
  -- How often this round was asked again because the answers contradicted each other.
  asked_again int not null default 0,
  contradiction boolean not null default false,
  version int not null default 1
);
create index case_closing_remind on case_closing (remind_at) where remind_at is not null;
create index case_closing_close on case_closing (close_at) where close_at is not null;

create table closing_policy (
  organisation_id uuid primary key references organisation,
  version int not null,
  policy jsonb not null,
  changed_at timestamptz not null,
  changed_by uuid
);

create table test_template (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  name text not null,
  kind text,
  service_id uuid,
  steps jsonb not null,
  version int not null default 1,
  changed_at timestamptz not null,
  changed_by uuid
);
create index test_template_organisation on test_template (organisation_id, name);

grant select, insert, update, delete on test_step, test_template to spil_app;
grant select, insert on test_answer to spil_app;
grant select, insert, update on case_closing, closing_policy to spil_app;

-- Who handles a case of an organisation where they have no work of their own is named on it.
create function spil_named(one uuid) returns boolean language sql stable security definer set search_path = public, pg_temp
  as $$ select exists (select from case_person where case_id = one and person_id = spil_person() and role = 'named') $$;
revoke all on function spil_named from public;
grant execute on function spil_named to spil_app;

-- Who may see the case; its reporter only the steps that they are asked to do.
alter table test_step enable row level security;
create policy test_step_read on test_step for select to spil_app using (
  (select spil_system()) or ((question is not null or organisation_id = any ((select spil_orgs('inside'))::uuid[]) or spil_named(case_id))
    and exists (select from "case" c where c.id = case_id))
);
create policy test_step_add on test_step for insert to spil_app with check (
  (select spil_system()) or ((organisation_id = any ((select spil_orgs('work'))::uuid[]) or spil_named(case_id))
    and exists (select from "case" c where c.id = case_id))
);
create policy test_step_change on test_step for update to spil_app using (
  (select spil_system()) or ((organisation_id = any ((select spil_orgs('work'))::uuid[]) or spil_named(case_id))
    and exists (select from "case" c where c.id = case_id))
  or (question is not null and case_id in (select spil_my_cases()))
);
create policy test_step_remove on test_step for delete to spil_app using (
  (select spil_system()) or ((organisation_id = any ((select spil_orgs('work'))::uuid[]) or spil_named(case_id))
    and exists (select from "case" c where c.id = case_id))
);

alter table test_answer enable row level security;
create policy test_answer_read on test_answer for select to spil_app using (
  (select spil_system()) or ((person_id = (select spil_person()) or organisation_id = any ((select spil_orgs('inside'))::uuid[]))
    and exists (select from "case" c where c.id = case_id))
);
create policy test_answer_add on test_answer for insert to spil_app with check (
  (select spil_system()) or (person_id = (select spil_person()) and case_id in (select spil_my_cases()))
);

alter table case_closing enable row level security;
create policy case_closing_read on case_closing for select to spil_app using (
  (select spil_system()) or exists (select from "case" c where c.id = case_id)
);
create policy case_closing_add on case_closing for insert to spil_app with check (
  (select spil_system()) or ((organisation_id = any ((select spil_orgs('work'))::uuid[]) or case_id in (select spil_my_cases()))
    and exists (select from "case" c where c.id = case_id))
);
create policy case_closing_change on case_closing for update to spil_app using (
  (select spil_system()) or ((organisation_id = any ((select spil_orgs('work'))::uuid[]) or case_id in (select spil_my_cases()))
    and exists (select from "case" c where c.id = case_id))
);

alter table closing_policy enable row level security;
create policy closing_policy_read on closing_policy for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('member'))::uuid[])
);
create policy closing_policy_add on closing_policy for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
create policy closing_policy_change on closing_policy for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);

alter table test_template enable row level security;
create policy test_template_read on test_template for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy test_template_add on test_template for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
create policy test_template_change on test_template for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
create policy test_template_remove on test_template for delete to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
