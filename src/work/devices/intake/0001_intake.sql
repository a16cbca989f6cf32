-- breaking: no
-- What inventory agents send: by which key, from which agent, and each document as it came in.

create table inventory_key (
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
create index inventory_key_organisation on inventory_key (organisation_id, created_at);

create table inventory_agent (
  id uuid primary key,
  -- Null: nobody has said whose it is.
  organisation_id uuid references organisation,
  state text not null check (state in ('quarantined', 'accepted', 'refused')),
  dialect text not null,
  device_id text not null,
  -- As the agent last said.
  version text not null default '',
  name text not null default '',
  address text not null default '',
  key_id uuid,
  -- When it was first asked for a key, having come without one.
  challenged_at timestamptz,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  -- The moment that its newest document tells of.
  observed_at timestamptz,
  item_id uuid,
  -- Of the software it told last, so that the same list is not looked through again.
  software_digest bytea,
  software_seen_at timestamptz,
  -- Of osquery: the key that the host got when it enrolled, and when it was asked for everything after that.
  node_hash bytea unique,
  node_asked_at timestamptz,
  unique nulls not distinct (organisation_id, dialect, device_id),
  unique (id, organisation_id),
  check (state <> 'accepted' or organisation_id is not null),
  foreign key (key_id, organisation_id) references inventory_key (id, organisation_id),
  foreign key (item_id, organisation_id) references item (id, organisation_id) on delete set null (item_id)
);
create index inventory_agent_item on inventory_agent (item_id) where item_id is not null;
create index inventory_agent_state on inventory_agent (state, last_seen_at desc, id);
create index inventory_agent_device on inventory_agent (dialect, device_id);

create table inventory_document (
  id uuid primary key,
  -- Null: it could not even be read who sent it.
  agent_id uuid references inventory_agent on delete cascade,
  organisation_id uuid references organisation,
  state text not null check (state in ('waiting', 'quarantined', 'processed', 'notProcessed', 'discarded')),
  -- The body in the files, as it came over the wire.
  hash text not null,
  size bigint not null,
  encoding text not null,
  received_at timestamptz not null,
  observed_at timestamptz,
  -- It tells only of some of it: those before it are needed too.
  partial boolean not null default false,
  reason text,
  given jsonb not null default '{}',
  attempts int not null default 0,
  ended_at timestamptz,
  -- The same document again changes nothing.
  unique nulls not distinct (agent_id, organisation_id, hash)
);
create index inventory_document_received on inventory_document (received_at desc, id);
create index inventory_document_state on inventory_document (state, received_at desc, id);

grant select, insert, update on inventory_key, inventory_document to spil_app;
grant select, insert, update, delete on inventory_agent to spil_app;

-- Without an organisation it is for who leads ours, whose installation this is.
alter table inventory_key enable row level security;
create policy inventory_key_read on inventory_key for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
create policy inventory_key_write on inventory_key for all to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
alter table inventory_agent enable row level security;
create policy inventory_agent_read on inventory_agent for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
  or (organisation_id is null and (select spil_own_organisation()) = any ((select spil_orgs('lead'))::uuid[]))
);
create policy inventory_agent_write on inventory_agent for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
  or (organisation_id is null and (select spil_own_organisation()) = any ((select spil_orgs('lead'))::uuid[]))
);
create policy inventory_agent_add on inventory_agent for insert to spil_app with check ((select spil_system()));
create policy inventory_agent_remove on inventory_agent for delete to spil_app using ((select spil_system()));
alter table inventory_document enable row level security;
create policy inventory_document_read on inventory_document for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('inside'))::uuid[])
  or (organisation_id is null and (select spil_own_organisation()) = any ((select spil_orgs('lead'))::uuid[]))
);
create policy inventory_document_write on inventory_document for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
  or (organisation_id is null and (select spil_own_organisation()) = any ((select spil_orgs('lead'))::uuid[]))
);
create policy inventory_document_add on inventory_document for insert to spil_app with check ((select spil_system()));
