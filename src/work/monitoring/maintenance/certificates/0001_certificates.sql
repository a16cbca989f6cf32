-- breaking: no
-- Certificates that were seen or brought, and where each is served.
create table monitoring_certificate (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  -- Its fingerprint; of one of which only the dates were seen, where.
  identity text not null,
  fingerprint text,
  subject text not null,
  names text[] not null,
  issuer text not null,
  valid_from timestamptz,
  valid_until timestamptz not null,
  key text not null,
  pem text,
  by_hand boolean not null,
  -- In which it is renewed.
  case_id uuid references "case",
  unique (organisation_id, identity),
  unique (id, organisation_id)
);
create index monitoring_certificate_until on monitoring_certificate (organisation_id, valid_until, id);

create table monitoring_certificate_place (
  item_id uuid not null,
  place text not null,
  certificate_id uuid not null,
  organisation_id uuid not null,
  trusted boolean,
  primary key (item_id, place),
  foreign key (item_id, organisation_id) references item (id, organisation_id) on delete cascade,
  foreign key (certificate_id, organisation_id) references monitoring_certificate (id, organisation_id) on delete cascade
);
create index monitoring_certificate_place_of on monitoring_certificate_place (certificate_id);

grant select, insert, update, delete on monitoring_certificate, monitoring_certificate_place to spil_app;
alter table monitoring_certificate enable row level security;
create policy monitoring_certificate_read on monitoring_certificate for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy monitoring_certificate_write on monitoring_certificate for all to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
alter table monitoring_certificate_place enable row level security;
create policy monitoring_certificate_place_read on monitoring_certificate_place for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy monitoring_certificate_place_write on monitoring_certificate_place for all to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
