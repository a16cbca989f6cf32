-- breaking: no
-- What an organisation hands out with: its terms, instructions and accessories by kind, and how it reminds.
create table handout_settings (
  organisation_id uuid primary key references organisation,
  settings jsonb not null,
  version int not null,
  changed_at timestamptz not null,
  changed_by uuid references person
);
grant select, insert, update on handout_settings to spil_app;
alter table handout_settings enable row level security;
create policy handout_settings_read on handout_settings for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy handout_settings_add on handout_settings for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
create policy handout_settings_change on handout_settings for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
