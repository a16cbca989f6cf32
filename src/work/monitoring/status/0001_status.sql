-- breaking: no
-- Which services reporters see, by which names, and whether anybody who has the address sees them.
create table monitoring_status (
  organisation_id uuid primary key references organisation,
  title text not null,
  services jsonb not null,
  public boolean not null,
  token text not null unique check (length(token) >= 32),
  version int not null,
  changed_at timestamptz not null,
  changed_by uuid
);
grant select, insert, update on monitoring_status to spil_app;
alter table monitoring_status enable row level security;
create policy monitoring_status_read on monitoring_status for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy monitoring_status_add on monitoring_status for insert to spil_app with check (organisation_id = any ((select spil_orgs('lead'))::uuid[]));
create policy monitoring_status_change on monitoring_status for update to spil_app using (organisation_id = any ((select spil_orgs('lead'))::uuid[]));
