-- breaking: no
-- How an organisation set the norms of maintenance.
create table maintenance_norm (
  organisation_id uuid not null references organisation,
  name text not null check (name in ('support', 'securityUpdates', 'reboot', 'certificates')),
  days int not null check (days between 0 and 730),
  severity text not null,
  -- Null: it does not count.
  expectation_id uuid,
  version int not null default 1,
  primary key (organisation_id, name)
);
grant select, insert, update on maintenance_norm to spil_app;
alter table maintenance_norm enable row level security;
create policy maintenance_norm_read on maintenance_norm for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy maintenance_norm_write on maintenance_norm for all to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
