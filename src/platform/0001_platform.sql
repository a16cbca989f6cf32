-- breaking: no
-- Ground floor: who acts (row level security), the logbook, its seal, the outbox, and kept answers.

create extension if not exists unaccent;
create extension if not exists pg_trgm;

-- Who acts, set at the beginning of each transaction. Used in policies as (select spil_person()), so it is evaluated once a statement.
create function spil_person() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('spil.person', true), '')::uuid $$;
create function spil_system() returns boolean language sql stable parallel safe
  as $$ select coalesce(current_setting('spil.system', true), '') = 'on' $$;
-- scope: member, read, inside, work, lead, admin.
create function spil_orgs(scope text) returns uuid[] language sql stable parallel safe
  as $$ select coalesce(nullif(current_setting('spil.orgs_' || scope, true), ''), '{}')::uuid[] $$;

-- The logbook: insert only. `data` holds ids, states and numbers; what can identify somebody is in event_content under its own key.
create table event (
  id bigint generated always as identity primary key,
  name text not null,
  about text not null,
  organisation_id uuid,
  actor text not null,
  at timestamptz not null,
  data jsonb not null,
  people uuid[] not null default '{}',
  confined boolean not null default false,
  content_hash bytea
);
create index event_about on event (about, id);
create index event_name on event (name, id);

-- One key for everything personal about one subject; deleting the row erases the content and leaves the proof whole.
create table content_key (
  id uuid primary key,
  about text not null unique,
  sealed text not null,
  at timestamptz not null
);
create table event_content (
  event_id bigint primary key references event,
  key_id uuid not null,
  sealed bytea not null
);

-- Outbox: what the sealer has not yet given its place.
create table unsealed (event_id bigint primary key);

-- The place of each event in the Merkle tree (RFC 6962): seq counts from 0 without gaps. hash = SHA-256(0x00 || canonical JSON).
create table leaf (
  seq bigint primary key,
  event_id bigint not null unique,
  hash bytea not null
);
-- Signed tree heads. frontier: the roots of the perfect subtrees, so that appending needs no earlier leaf.
create table head (
  size bigint primary key,
  root bytea not null,
  frontier bytea[] not null,
  at timestamptz not null,
  signature bytea not null
);

-- How far each subscriber has come.
create table subscription_cursor (
  name text primary key,
  seq bigint not null default -1,
  failed_at timestamptz,
  failures int not null default 0,
  error text
);

-- Kept answers of requests with an Idempotency-Key.
create table kept_answer (
  actor uuid not null,
  key text not null,
  route text not null,
  request_hash bytea not null,
  status int,
  body text,
  at timestamptz not null,
  primary key (actor, key)
);

grant select, insert on event, event_content to spil_app;
grant select, insert, delete on content_key to spil_app;
grant insert on unsealed to spil_app;
grant select on leaf, head to spil_app;
grant select, insert, update, delete on subscription_cursor, kept_answer to spil_app;

alter table event enable row level security;
create policy event_read on event for select to spil_app using (
  (select spil_system())
  or people @> array[(select spil_person())]
  or (not confined and organisation_id = any ((select spil_orgs('read'))::uuid[]))
);
create policy event_write on event for insert to spil_app with check (
  (select spil_system()) or actor = (select spil_person())::text
);
alter table event_content enable row level security;
create policy event_content_read on event_content for select to spil_app using (
  exists (select from event where event.id = event_content.event_id)
);
create policy event_content_write on event_content for insert to spil_app with check (true);
alter table content_key enable row level security;
create policy content_key_all on content_key for all to spil_app using (true) with check (true);
alter table kept_answer enable row level security;
create policy kept_answer_own on kept_answer for all to spil_app using ((select spil_system()) or actor = (select spil_person()));
