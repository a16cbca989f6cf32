-- breaking: no
-- Until when somebody works: the end of their shift, or the beginning of their absence.
create table shift_end (
  person_id uuid not null references person,
  organisation_id uuid not null references organisation,
  ends_at timestamptz not null,
  reason text not null check (reason in ('shift', 'absence')),
  primary key (person_id, organisation_id)
);
grant select, insert, update, delete on shift_end to spil_app;
alter table shift_end enable row level security;
create policy shift_end_read on shift_end for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('inside'))::uuid[])
);
create policy shift_end_write on shift_end for all to spil_app using (
  (select spil_system())
  or (person_id = (select spil_person()) and organisation_id = any ((select spil_orgs('work'))::uuid[]))
  or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
