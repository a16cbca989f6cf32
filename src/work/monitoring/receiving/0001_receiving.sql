-- breaking: no
-- What others send us: with which key, from which networks, and what of it was not understood.

create table monitoring_key (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  name text not null,
  hash bytea not null unique,
  created_at timestamptz not null,
  created_by uuid,
  revoked_at timestamptz,
  used_at timestamptz,
  unique (id, organisation_id)
);
create index monitoring_key_organisation on monitoring_key (organisation_id, created_at);

-- Protocols that carry no key: from which networks they are taken. No address is in two of them, so it is never in doubt whose a sender is.
create table monitoring_network (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  network cidr not null,
  zabbix boolean not null,
  traps boolean not null,
  -- Who signs or encrypts traps of version 3 from there.
  user_name text not null default '',
  auth_protocol text,
  priv_protocol text,
  credentials text,
  created_at timestamptz not null,
  created_by uuid,
  exclude using gist (network inet_ops with &&)
);
create index monitoring_network_organisation on monitoring_network (organisation_id, network);

-- From outside those networks: only counted, for who sets it up.
create table monitoring_stranger (
  address text not null,
  via text not null,
  times bigint not null,
  seen_at timestamptz not null,
  primary key (address, via)
);

create table monitoring_trap (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  address text not null,
  received_at timestamptz not null,
  -- As it came over the wire, before anything else is known of it.
  raw bytea not null,
  understood boolean not null default false,
  -- Why it could not be.
  reason text,
  version text,
  oid text,
  name text,
  told jsonb not null default '[]',
  item_id uuid,
  foreign key (item_id, organisation_id) references item (id, organisation_id) on delete set null (item_id)
);
create index monitoring_trap_received on monitoring_trap (organisation_id, received_at desc, id desc);
create index monitoring_trap_item on monitoring_trap (item_id) where item_id is not null;
create index monitoring_trap_waiting on monitoring_trap (received_at) where not understood;

create table monitoring_refused (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  key_id uuid,
  -- As the key was called: who works here may not read keys.
  key_name text,
  -- By which protocol, from where.
  via text not null,
  address text not null,
  reason text not null,
  given jsonb not null default '{}',
  content_type text not null,
  size bigint not null,
  -- Its beginning.
  body bytea not null,
  -- As often it came since the one before it that is kept.
  times bigint not null,
  received_at timestamptz not null,
  foreign key (key_id, organisation_id) references monitoring_key (id, organisation_id)
);
create index monitoring_refused_received on monitoring_refused (organisation_id, received_at desc, id desc);

grant select, insert, update on monitoring_key to spil_app;
grant select, insert, update, delete on monitoring_network, monitoring_stranger, monitoring_trap, monitoring_refused to spil_app;

alter table monitoring_key enable row level security;
create policy monitoring_key_all on monitoring_key for all to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
alter table monitoring_network enable row level security;
create policy monitoring_network_all on monitoring_network for all to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
-- Of nobody: for who leads ours, whose installation this is.
alter table monitoring_stranger enable row level security;
create policy monitoring_stranger_read on monitoring_stranger for select to spil_app using (
  (select spil_system()) or (select spil_own_organisation()) = any ((select spil_orgs('lead'))::uuid[])
);
create policy monitoring_stranger_write on monitoring_stranger for all to spil_app using (
  (select spil_system()) or (select spil_own_organisation()) = any ((select spil_orgs('lead'))::uuid[])
);
alter table monitoring_trap enable row level security;
create policy monitoring_trap_read on monitoring_trap for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy monitoring_trap_write on monitoring_trap for all to spil_app using ((select spil_system()));
alter table monitoring_refused enable row level security;
create policy monitoring_refused_read on monitoring_refused for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('inside'))::uuid[])
);
create policy monitoring_refused_write on monitoring_refused for all to spil_app using ((select spil_system()));
