-- breaking: no
-- What a person attests of a device because no agent tells it, until when.
create table device_attestation (
  id uuid primary key,
  item_id uuid not null,
  organisation_id uuid not null,
  key text not null,
  value jsonb not null,
  until date not null,
  why text not null,
  at timestamptz not null,
  by_id uuid not null,
  ended_at timestamptz,
  ended_by uuid,
  foreign key (item_id, organisation_id) references item (id, organisation_id) on delete cascade
);
create unique index device_attestation_now on device_attestation (item_id, key) where ended_at is null;
create index device_attestation_item on device_attestation (item_id, at desc);

grant select, insert, update on device_attestation to spil_app;
alter table device_attestation enable row level security;
create policy device_attestation_read on device_attestation for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy device_attestation_add on device_attestation for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
create policy device_attestation_change on device_attestation for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
