-- breaking: no
-- Back-ups: where they are, what was found of their copies, and what restore tests showed.

create table backup (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  item_id uuid not null,
  name text not null,
  -- The name as it stands in facts and series.
  key text not null,
  kind text not null check (kind in ('restic', 'borg', 'postgresql', 'mariadb', 'files', 'vendor')),
  place text not null,
  -- Of the repository, sealed.
  password text,
  token_hash bytea not null unique,
  most_age_hours int not null check (most_age_hours > 0),
  anomaly_percent int not null,
  every_minutes int not null check (every_minutes > 0),
  read_days int not null check (read_days > 0),
  test_days int not null check (test_days >= 0),
  test_megabytes int not null,
  success_words text not null,
  failure_words text not null,
  active boolean not null,
  version int not null default 1,
  created_at timestamptz not null,
  look_at timestamptz not null,
  read_at timestamptz not null,
  -- Null: only by hand, and nobody asked.
  test_at timestamptz,
  -- A run is under way, by a process that is given up on after this.
  claimed_until timestamptz,
  running text check (running in ('look', 'read', 'test')),
  -- What is wrong, or could not be seen, by the last run of each sort.
  found jsonb not null default '{}',
  state text not null default 'unknown' check (state in ('good', 'wrong', 'unknown')),
  looked_at timestamptz,
  tested_at timestamptz,
  tested_ok boolean,
  restored_at timestamptz,
  read_share real,
  unique (id, organisation_id),
  unique (item_id, key),
  foreign key (item_id, organisation_id) references item (id, organisation_id) on delete cascade
);
create index backup_organisation on backup (organisation_id, name, id);
create index backup_due on backup (least(look_at, read_at, test_at)) where active;

-- Points in time, as they were seen: the last hundred.
create table backup_copy (
  backup_id uuid not null,
  organisation_id uuid not null,
  copy_id text not null,
  at timestamptz not null,
  bytes bigint,
  files bigint,
  -- What is wrong with it in itself: no files, no end, cut off.
  flaw text,
  primary key (backup_id, copy_id),
  foreign key (backup_id, organisation_id) references backup (id, organisation_id) on delete cascade
);
create index backup_copy_newest on backup_copy (backup_id, at desc);

-- What is read in turn: a share of the packs, an archive, a file; with its hash when it was first seen.
create table backup_part (
  backup_id uuid not null,
  organisation_id uuid not null,
  part text not null,
  weight double precision not null,
  sha256 text,
  read_at timestamptz,
  primary key (backup_id, part),
  foreign key (backup_id, organisation_id) references backup (id, organisation_id) on delete cascade
);

create table backup_run (
  id uuid primary key,
  backup_id uuid not null,
  organisation_id uuid not null,
  sort text not null check (sort in ('look', 'read', 'test')),
  state text not null check (state in ('running', 'good', 'wrong', 'unknown', 'crashed')),
  -- Which process does it.
  holder text not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  copy jsonb,
  counts jsonb,
  whole boolean,
  compared text,
  why jsonb not null default '[]',
  problems jsonb not null default '[]',
  pdf_hash text,
  foreign key (backup_id, organisation_id) references backup (id, organisation_id) on delete cascade
);
create index backup_run_newest on backup_run (backup_id, started_at desc, id desc);
create index backup_run_running on backup_run (holder) where state = 'running';

-- What a machine sent before its back-up ran. The lines themselves are in the files.
create table backup_manifest (
  id uuid primary key,
  backup_id uuid not null,
  organisation_id uuid not null,
  at timestamptz not null,
  sha256 text not null,
  size bigint not null,
  files bigint not null,
  foreign key (backup_id, organisation_id) references backup (id, organisation_id) on delete cascade
);
create index backup_manifest_newest on backup_manifest (backup_id, at desc);

grant select, insert, update, delete on backup, backup_copy, backup_part, backup_run, backup_manifest to spil_app;

alter table backup enable row level security;
create policy backup_read on backup for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
-- Who works may have it looked at; the handler decides what else is of who leads.
create policy backup_change on backup for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
create policy backup_add on backup for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
create policy backup_remove on backup for delete to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
-- What was found is written by Spil alone.
alter table backup_copy enable row level security;
create policy backup_copy_read on backup_copy for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy backup_copy_write on backup_copy for all to spil_app using ((select spil_system()));
alter table backup_part enable row level security;
create policy backup_part_read on backup_part for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy backup_part_write on backup_part for all to spil_app using ((select spil_system()));
alter table backup_run enable row level security;
create policy backup_run_read on backup_run for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy backup_run_write on backup_run for all to spil_app using ((select spil_system()));
alter table backup_manifest enable row level security;
create policy backup_manifest_read on backup_manifest for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy backup_manifest_write on backup_manifest for all to spil_app using ((select spil_system()));
