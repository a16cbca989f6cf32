-- breaking: no
-- Changes: what they risk, how they are done and undone, when, who agreed, what came of it; and when nothing may change.
create table change_template (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  name text not null,
  title text not null,
  reason text not null,
  plan text not null,
  back_out text not null,
  test_plan text not null,
  risk text not null check (risk in ('low', 'medium', 'high')),
  effect text not null check (effect in ('low', 'medium', 'high')),
  minutes int not null,
  team_id uuid references team,
  service text,
  active boolean not null default true,
  version int not null default 1,
  changed_at timestamptz not null,
  changed_by uuid
);
create unique index change_template_name on change_template (organisation_id, spil_fold(name)) where active;

create table change (
  case_id uuid primary key references "case",
  organisation_id uuid not null references organisation,
  stage text not null check (stage in ('draft', 'submitted', 'approved', 'refused', 'planned', 'executing', 'executed', 'reviewed')),
  template_id uuid references change_template,
  risk text not null check (risk in ('low', 'medium', 'high')),
  effect text not null check (effect in ('low', 'medium', 'high')),
  emergency_reason text,
  class text not null check (class in ('standard', 'normal', 'emergency')),
  reason text,
  plan text,
  back_out text,
  test_plan text,
  service text,
  window_from timestamptz,
  window_until timestamptz,
  approval text not null check (approval in ('none', 'waiting', 'approved', 'refused', 'notNeeded')),
  submitted_by uuid references person,
  submitted_at timestamptz,
  decided_by uuid references person,
  decided_at timestamptz,
  decision_reason text,
  started_at timestamptz,
  ended_at timestamptz,
  result text check (result in ('succeeded', 'partly', 'backedOut', 'failed')),
  result_note text,
  review text,
  reviewed_by uuid references person,
  reviewed_at timestamptz,
  follow_up_id uuid references "case",
  version int not null,
  changed_at timestamptz not null,
  changed_by uuid,
  check ((window_from is null) = (window_until is null)),
  check (window_from < window_until),
  check ((class = 'emergency') = (emergency_reason is not null)),
  check (ended_at is null or started_at is not null),
  check (ended_at >= started_at),
  -- What was not approved is not executed, unless it could not wait and it is said why.
  check (stage not in ('planned', 'executing', 'executed', 'reviewed') or approval in ('approved', 'notNeeded') or class = 'emergency'),
  check (stage <> 'reviewed' or approval in ('approved', 'refused', 'notNeeded'))
);
create index change_window on change (organisation_id, window_from) where window_from is not null;

create table change_freeze (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  team_id uuid references team,
  name text not null,
  from_at timestamptz not null,
  until_at timestamptz not null,
  version int not null default 1,
  changed_at timestamptz not null,
  changed_by uuid,
  check (from_at < until_at)
);
create index change_freeze_time on change_freeze (organisation_id, from_at);

-- A link to the calendar per person; the link is the id with a signature and is kept nowhere.
create table change_feed (
  id uuid primary key,
  person_id uuid not null references person,
  made_at timestamptz not null,
  revoked_at timestamptz
);
create unique index change_feed_one on change_feed (person_id) where revoked_at is null;

grant select, insert, update on change, change_template, change_feed to spil_app;
grant select, insert, update, delete on change_freeze to spil_app;

alter table change_template enable row level security;
create policy change_template_read on change_template for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy change_template_add on change_template for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
create policy change_template_change on change_template for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
alter table change enable row level security;
create policy change_read on change for select to spil_app using (
  (select spil_system()) or exists (select from "case" c where c.id = case_id)
);
create policy change_add on change for insert to spil_app with check (
  (select spil_system()) or exists (select from "case" c where c.id = case_id)
);
create policy change_change on change for update to spil_app using (
  (select spil_system()) or (organisation_id = any ((select spil_orgs('work'))::uuid[]) and exists (select from "case" c where c.id = case_id))
);
alter table change_freeze enable row level security;
create policy change_freeze_read on change_freeze for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy change_freeze_edit on change_freeze for all to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
alter table change_feed enable row level security;
create policy change_feed_own on change_feed for all to spil_app using ((select spil_system()) or person_id = (select spil_person()));
