-- breaking: no
-- When this happens, if that holds, do so; in the order of `place`.
create table ruling_rule (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  place int not null,
  name text not null,
  active boolean not null,
  stop boolean not null,
  event text not null,
  occasion jsonb not null,
  condition jsonb not null,
  actions jsonb not null,
  version int not null default 1,
  -- It fired too often on one case: a person must look.
  paused_at timestamptz,
  paused_by_case uuid references "case",
  removed_at timestamptz,
  changed_by uuid references person,
  changed_at timestamptz not null
);
create index ruling_rule_place on ruling_rule (organisation_id, place, id) where removed_at is null;
create index ruling_rule_event on ruling_rule (organisation_id, event) where active and paused_at is null and removed_at is null;

-- What each version said, so that an old firing can be explained.
create table ruling_version (
  rule_id uuid not null references ruling_rule,
  version int not null,
  organisation_id uuid not null references organisation,
  definition jsonb not null,
  changed_by uuid references person,
  changed_at timestamptz not null,
  primary key (rule_id, version)
);

-- A rule fired: at most once for an occasion and a case.
create table ruling_firing (
  id uuid primary key,
  rule_id uuid not null references ruling_rule,
  occasion text not null,
  case_id uuid not null references "case",
  organisation_id uuid not null references organisation,
  version int not null,
  at timestamptz not null,
  depth smallint not null,
  held jsonb not null,
  did jsonb not null,
  unique (rule_id, occasion, case_id)
);
create index ruling_firing_rule on ruling_firing (rule_id, at desc, id desc);
create index ruling_firing_case on ruling_firing (case_id, at desc);

-- Which events a firing caused, and how deep in the chain: what carries the cause along.
create table ruling_cause (
  event_id bigint primary key,
  firing_id uuid not null references ruling_firing on delete cascade,
  depth smallint not null,
  at timestamptz not null
);
create index ruling_cause_at on ruling_cause (at);

grant select, insert, update on ruling_rule to spil_app;
grant select, insert on ruling_version to spil_app;
grant select, insert, update on ruling_firing to spil_app;
grant select, insert, delete on ruling_cause to spil_app;
alter table ruling_rule enable row level security;
create policy ruling_rule_read on ruling_rule for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('inside'))::uuid[])
);
create policy ruling_rule_add on ruling_rule for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
create policy ruling_rule_change on ruling_rule for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
alter table ruling_version enable row level security;
create policy ruling_version_read on ruling_version for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('inside'))::uuid[])
);
create policy ruling_version_add on ruling_version for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
-- Only Spil itself fires rules; who may see the case and works there reads why.
alter table ruling_firing enable row level security;
create policy ruling_firing_read on ruling_firing for select to spil_app using (
  (select spil_system()) or (organisation_id = any ((select spil_orgs('inside'))::uuid[]) and exists (select from "case" c where c.id = case_id))
);
create policy ruling_firing_add on ruling_firing for insert to spil_app with check ((select spil_system()));
create policy ruling_firing_change on ruling_firing for update to spil_app using ((select spil_system()));
alter table ruling_cause enable row level security;
create policy ruling_cause_system on ruling_cause for all to spil_app using ((select spil_system()));
