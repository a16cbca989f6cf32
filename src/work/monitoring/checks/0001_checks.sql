-- breaking: no
-- What Spil asks by itself: questions of templates and of items, which item each is put to, and what the newest answer was.

create table monitoring_template (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  -- Of one that comes with Spil.
  key text,
  name text not null,
  -- A Scope of norms.
  scope jsonb not null,
  enabled boolean not null,
  version int not null default 1,
  changed_at timestamptz not null,
  changed_by uuid,
  unique (id, organisation_id)
);
create unique index monitoring_template_key on monitoring_template (organisation_id, key) where key is not null;
create index monitoring_template_organisation on monitoring_template (organisation_id, name, id);

create table monitoring_question (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  template_id uuid,
  item_id uuid,
  name text not null,
  kind text not null,
  what jsonb not null,
  -- JSON, sealed.
  secret text,
  every_seconds int not null check (every_seconds between 10 and 86400),
  timeout_seconds int not null check (timeout_seconds between 1 and 60),
  -- Facts that are filled in.
  facts text[] not null,
  version int not null default 1,
  place int not null default 0,
  check ((template_id is null) <> (item_id is null)),
  unique (id, organisation_id),
  foreign key (template_id, organisation_id) references monitoring_template (id, organisation_id) on delete cascade,
  foreign key (item_id, organisation_id) references item (id, organisation_id) on delete cascade
);
create index monitoring_question_template on monitoring_question (template_id) where template_id is not null;
create index monitoring_question_item on monitoring_question (item_id) where item_id is not null;
create index monitoring_question_organisation on monitoring_question (organisation_id);

-- What was asked before, and who wrote it; a script runs on machines of others.
create table monitoring_written (
  question_id uuid not null,
  organisation_id uuid not null references organisation,
  version int not null,
  name text not null,
  what jsonb not null,
  written_at timestamptz not null,
  written_by uuid,
  primary key (question_id, version)
);

create table monitoring_exception (
  template_id uuid not null,
  item_id uuid not null,
  organisation_id uuid not null,
  why text not null,
  written_at timestamptz not null,
  written_by uuid,
  primary key (template_id, item_id),
  foreign key (template_id, organisation_id) references monitoring_template (id, organisation_id) on delete cascade,
  foreign key (item_id, organisation_id) references item (id, organisation_id) on delete cascade
);
create index monitoring_exception_item on monitoring_exception (item_id);

-- One question put to one item. It is written at every result: what changes then stands in no index as long as the state is the same.
create table monitoring_check (
  id uuid primary key,
  organisation_id uuid not null,
  question_id uuid not null,
  item_id uuid not null,
  kind text not null,
  name text not null,
  every_seconds int not null,
  -- The question with what is known of the item filled in; null, with why not.
  filled jsonb,
  missing text,
  -- Where in its interval it stands, from 0 to 1: checks that begin together are asked apart.
  spread double precision not null,
  paused boolean not null default false,
  asked_since timestamptz not null,
  due_at timestamptz not null,
  -- Somebody asks it, and is given up on after this.
  claimed_until timestamptz,
  -- It took long the last time: it is asked where it holds up nobody.
  slow boolean not null default false,
  state text not null default 'unknown' check (state in ('ok', 'failed', 'unknown')),
  reason text,
  given jsonb not null default '{}',
  since timestamptz not null,
  last_at timestamptz,
  duration_ms real,
  -- Of a heartbeat.
  token_hash text,
  beat_at timestamptz,
  unique (question_id, item_id),
  foreign key (question_id, organisation_id) references monitoring_question (id, organisation_id) on delete cascade,
  foreign key (item_id, organisation_id) references item (id, organisation_id) on delete cascade
) with (fillfactor = 70);
create index monitoring_check_item on monitoring_check (item_id);
create index monitoring_check_state on monitoring_check (organisation_id, state, id);
create index monitoring_check_due on monitoring_check (organisation_id, slow, due_at) where filled is not null and not paused;
create unique index monitoring_check_token on monitoring_check (token_hash) where token_hash is not null;

-- Items of which something changed that may say what is asked of them.
create table monitoring_stale (
  item_id uuid primary key references item on delete cascade,
  organisation_id uuid not null
);

grant select, insert, update, delete on monitoring_template, monitoring_question, monitoring_exception, monitoring_check, monitoring_stale to spil_app;
grant select, insert on monitoring_written to spil_app;

alter table monitoring_template enable row level security;
create policy monitoring_template_read on monitoring_template for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy monitoring_template_write on monitoring_template for all to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
-- Questions of a template are the lead's; who works on items asks of one item.
alter table monitoring_question enable row level security;
create policy monitoring_question_read on monitoring_question for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy monitoring_question_write on monitoring_question for all to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
  or (template_id is null and organisation_id = any ((select spil_orgs('work'))::uuid[]))
);
alter table monitoring_written enable row level security;
create policy monitoring_written_read on monitoring_written for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('inside'))::uuid[])
);
create policy monitoring_written_add on monitoring_written for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
alter table monitoring_exception enable row level security;
create policy monitoring_exception_read on monitoring_exception for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy monitoring_exception_write on monitoring_exception for all to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
alter table monitoring_check enable row level security;
create policy monitoring_check_read on monitoring_check for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy monitoring_check_write on monitoring_check for all to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
alter table monitoring_stale enable row level security;
create policy monitoring_stale_write on monitoring_stale for all to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
