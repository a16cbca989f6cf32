-- breaking: no
-- Devices without an agent: where they are asked by SNMP, with what, and what became of it.

create table snmp_target (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  name text not null,
  -- One address or a network (CIDR), as it is written shortest.
  address text not null,
  port int not null check (port between 1 and 65535),
  protocol text not null check (protocol in ('1', '2c', '3')),
  user_name text not null default '',
  auth_protocol text,
  priv_protocol text,
  -- Community, or the two passwords of version 3: JSON, sealed.
  credentials text not null,
  -- Where what is registered from here stands.
  location_id uuid,
  every_hours int not null check (every_hours between 1 and 720),
  active boolean not null,
  version int not null default 1,
  created_at timestamptz not null,
  due_at timestamptz not null,
  -- A round runs, by a process that is given up on after this.
  claimed_until timestamptz,
  round_at timestamptz,
  answered int not null default 0,
  silent int not null default 0,
  failed int not null default 0,
  -- Of the last round: what went wrong first, and at which address.
  reason text,
  given jsonb not null default '{}',
  unique (id, organisation_id),
  foreign key (location_id, organisation_id) references item (id, organisation_id) on delete set null (location_id)
);
create index snmp_target_location on snmp_target (location_id) where location_id is not null;
create index snmp_target_organisation on snmp_target (organisation_id, name, id);
create index snmp_target_due on snmp_target (due_at) where active;

create table snmp_result (
  target_id uuid not null,
  organisation_id uuid not null,
  address text not null,
  state text not null check (state in ('answered', 'silent', 'failed')),
  reason text,
  given jsonb not null default '{}',
  agent_id uuid,
  asked_at timestamptz not null,
  answered_at timestamptz,
  primary key (target_id, address),
  foreign key (target_id, organisation_id) references snmp_target (id, organisation_id) on delete cascade,
  foreign key (agent_id, organisation_id) references inventory_agent (id, organisation_id) on delete set null (agent_id)
);
create index snmp_result_organisation on snmp_result (organisation_id, target_id, address);
create index snmp_result_agent on snmp_result (agent_id) where agent_id is not null;

grant select, insert, update, delete on snmp_target, snmp_result to spil_app;

alter table snmp_target enable row level security;
create policy snmp_target_read on snmp_target for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
create policy snmp_target_write on snmp_target for all to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
alter table snmp_result enable row level security;
create policy snmp_result_read on snmp_result for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy snmp_result_write on snmp_result for all to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
