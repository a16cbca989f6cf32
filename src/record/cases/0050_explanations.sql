-- breaking: no
-- Why Spil did something to a case by itself: an assignment rule, a rule, a bulk action, a schedule. The words stay here, out of the logbook;
-- people and teams are kept as ids and named when they are read.
create table case_explanation (
  id uuid primary key,
  case_id uuid not null references "case",
  organisation_id uuid not null references organisation,
  source text not null check (source in ('assignment', 'rule', 'bulk', 'recurring')),
  source_id uuid not null,
  version int not null,
  key text not null,
  given jsonb not null,
  at timestamptz not null
);
create index case_explanation_case on case_explanation (case_id, at desc);
create index case_explanation_source on case_explanation (source_id, at desc);
grant select, insert on case_explanation to spil_app;
alter table case_explanation enable row level security;
-- For who works there: a reporter is not told of rules.
create policy case_explanation_read on case_explanation for select to spil_app using (
  (select spil_system()) or (organisation_id = any ((select spil_orgs('inside'))::uuid[]) and exists (select from "case" c where c.id = case_id))
);
create policy case_explanation_add on case_explanation for insert to spil_app with check (
  (select spil_system()) or (organisation_id = any ((select spil_orgs('work'))::uuid[]) and exists (select from "case" c where c.id = case_id))
);
