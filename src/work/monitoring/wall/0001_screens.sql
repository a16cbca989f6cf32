-- breaking: no
-- Screens without a person: what each presents, as a hash.
create table monitoring_screen (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  name text not null,
  token_hash bytea not null unique,
  made_at timestamptz not null,
  made_by uuid references person,
  seen_at timestamptz
);
create index monitoring_screen_organisation on monitoring_screen (organisation_id, name, id);
grant select, insert, delete on monitoring_screen to spil_app;
grant update (seen_at) on monitoring_screen to spil_app;
alter table monitoring_screen enable row level security;
create policy monitoring_screen_read on monitoring_screen for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
create policy monitoring_screen_add on monitoring_screen for insert to spil_app with check (organisation_id = any ((select spil_orgs('lead'))::uuid[]));
create policy monitoring_screen_change on monitoring_screen for update to spil_app using ((select spil_system()));
create policy monitoring_screen_remove on monitoring_screen for delete to spil_app using (organisation_id = any ((select spil_orgs('lead'))::uuid[]));
