-- breaking: no
-- What waits on each host, as the newest facts tell, and since when.
create table update_host (
  item_id uuid primary key,
  organisation_id uuid not null,
  waiting int,
  security int,
  reboot boolean,
  why text not null,
  updated_on text,
  -- Those that are known by name: [{name, security, since}].
  packages jsonb not null,
  waiting_since timestamptz,
  security_since timestamptz,
  reboot_since timestamptz,
  changed_at timestamptz not null,
  -- What matters first stands first.
  place text not null collate "C",
  foreign key (item_id, organisation_id) references item (id, organisation_id) on delete cascade
);
create index update_host_place on update_host (organisation_id, place);
grant select, insert, update, delete on update_host to spil_app;
alter table update_host enable row level security;
create policy update_host_read on update_host for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy update_host_write on update_host for all to spil_app using ((select spil_system()));
