-- breaking: no
-- A major incident: one parent, its children, the texts that went to all of them.
create table major_incident (
  case_id uuid primary key references "case",
  organisation_id uuid not null references organisation,
  reason text not null,
  -- null: a step of a ladder.
  declared_by uuid references person,
  declared_at timestamptz not null,
  lead_id uuid references person,
  communication_id uuid references person,
  next_update_at timestamptz,
  late_told_at timestamptz,
  ended_at timestamptz,
  review text,
  review_by uuid references person,
  review_at timestamptz,
  problem_id uuid references "case",
  version int not null default 1
);
create index major_incident_lasting on major_incident (organisation_id, declared_at desc) where ended_at is null;

-- A case has one parent at most.
create table major_child (
  case_id uuid primary key references "case",
  parent_id uuid not null references major_incident,
  organisation_id uuid not null,
  how text not null check (how in ('linked', 'registered', 'joined')),
  added_by uuid references person,
  added_at timestamptz not null,
  check (case_id <> parent_id)
);
create index major_child_parent on major_child (parent_id, added_at);

create table major_text (
  id uuid primary key,
  parent_id uuid not null references major_incident,
  organisation_id uuid not null,
  kind text not null check (kind in ('update', 'solve')),
  text text not null,
  tested text,
  author_id uuid not null references person,
  at timestamptz not null,
  next_update_at timestamptz,
  total int not null,
  done int not null default 0,
  finished_at timestamptz
);
create index major_text_parent on major_text (parent_id, at desc);
-- To whom it goes, fixed when it was written. A row that is done is never done again.
create table major_recipient (
  text_id uuid not null references major_text,
  case_id uuid not null references "case",
  organisation_id uuid not null,
  -- One letter per reporter, however many reports they made.
  mails boolean not null,
  done_at timestamptz,
  outcome text,
  primary key (text_id, case_id)
);
create index major_recipient_left on major_recipient (text_id) where done_at is null;

create table major_setting (
  organisation_id uuid primary key references organisation,
  engineers_declare boolean not null,
  changed_at timestamptz not null,
  changed_by uuid
);

grant select, insert, update on major_incident, major_text, major_recipient, major_setting to spil_app;
grant select, insert, delete on major_child to spil_app;

alter table major_incident enable row level security;
create policy major_incident_read on major_incident for select to spil_app using (
  (select spil_system()) or (organisation_id = any ((select spil_orgs('inside'))::uuid[]) and exists (select from "case" c where c.id = case_id))
);
create policy major_incident_add on major_incident for insert to spil_app with check (
  (select spil_system()) or (organisation_id = any ((select spil_orgs('work'))::uuid[]) and exists (select from "case" c where c.id = case_id))
);
create policy major_incident_change on major_incident for update to spil_app using (
  (select spil_system()) or (organisation_id = any ((select spil_orgs('work'))::uuid[]) and exists (select from "case" c where c.id = case_id))
);
alter table major_child enable row level security;
create policy major_child_read on major_child for select to spil_app using (
  (select spil_system()) or (organisation_id = any ((select spil_orgs('inside'))::uuid[]) and exists (select from "case" c where c.id = case_id))
);
create policy major_child_add on major_child for insert to spil_app with check (
  (select spil_system()) or (organisation_id = any ((select spil_orgs('work'))::uuid[]) and exists (select from "case" c where c.id = case_id))
);
create policy major_child_remove on major_child for delete to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
alter table major_text enable row level security;
create policy major_text_read on major_text for select to spil_app using (
  (select spil_system()) or (organisation_id = any ((select spil_orgs('inside'))::uuid[]) and exists (select from "case" c where c.id = parent_id))
);
create policy major_text_add on major_text for insert to spil_app with check (
  (select spil_system()) or (organisation_id = any ((select spil_orgs('work'))::uuid[]) and exists (select from "case" c where c.id = parent_id))
);
create policy major_text_change on major_text for update to spil_app using ((select spil_system()));
alter table major_recipient enable row level security;
create policy major_recipient_read on major_recipient for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('inside'))::uuid[])
);
create policy major_recipient_add on major_recipient for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
create policy major_recipient_change on major_recipient for update to spil_app using ((select spil_system()));
alter table major_setting enable row level security;
create policy major_setting_read on major_setting for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy major_setting_write on major_setting for all to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
