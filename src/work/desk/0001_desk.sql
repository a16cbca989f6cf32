-- breaking: no
-- Who has which case open. It may be lost with the machine: it says what is so now.
create unlogged table case_here (
  case_id uuid not null references "case",
  person_id uuid not null references person,
  writing boolean not null,
  since timestamptz not null,
  seen_at timestamptz not null,
  primary key (case_id, person_id)
);
create index case_here_seen on case_here (seen_at);
grant select, insert, update, delete on case_here to spil_app;
alter table case_here enable row level security;
create policy case_here_read on case_here for select to spil_app using (
  (select spil_system()) or (person_id = (select spil_person())) or exists (select from "case" c where c.id = case_id)
);
create policy case_here_add on case_here for insert to spil_app with check (
  person_id = (select spil_person()) and exists (select from "case" c where c.id = case_id)
);
create policy case_here_change on case_here for update to spil_app using (person_id = (select spil_person()));
create policy case_here_remove on case_here for delete to spil_app using ((select spil_system()) or person_id = (select spil_person()));
