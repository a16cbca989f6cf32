-- breaking: no
-- Why a priority was proposed, kept with the case so that a list can say it; and what must be done before a case can be solved.

-- [{code, …}] in order, see record/cases/priority/contract.ts. Empty on cases from before: then the matrix alone says it.
alter table "case" add column why jsonb not null default '[]';
-- {id, name, criticality} of the service it is about.
alter table "case" add column concerns jsonb;

create table case_hold (
  case_id uuid not null references "case",
  name text not null,
  -- Text key of what is still to be done.
  code text not null,
  added_at timestamptz not null,
  released_at timestamptz,
  primary key (case_id, name)
);
grant select, insert on case_hold to spil_app;
grant update (released_at) on case_hold to spil_app;

-- Who may see the case.
alter table case_hold enable row level security;
create policy case_hold_read on case_hold for select to spil_app using (exists (select from "case" c where c.id = case_id));
create policy case_hold_add on case_hold for insert to spil_app with check (exists (select from "case" c where c.id = case_id));
create policy case_hold_change on case_hold for update to spil_app using (
  (select spil_system()) or exists (select from "case" c where c.id = case_id and c.organisation_id = any ((select spil_orgs('work'))::uuid[]))
);
