-- breaking: no
-- What people did about alarms, and who is told. An alarm itself is a deviation of an expectation over series.

-- One process evaluates at a time: whoever holds this until then.
create table monitoring_alarm_lease (
  id int primary key check (id = 1),
  holder uuid,
  until timestamptz not null
);
insert into monitoring_alarm_lease values (1, null, '-infinity');

create table monitoring_alarm (
  deviation_id uuid primary key references norm_deviation,
  organisation_id uuid not null references organisation,
  acknowledged_by uuid references person,
  acknowledged_at timestamptz,
  acknowledged_until timestamptz,
  note text not null default '',
  silenced_until timestamptz,
  -- So many steps of the escalation were told.
  level int not null default 0,
  check ((acknowledged_by is null) = (acknowledged_at is null))
);
create index monitoring_alarm_organisation on monitoring_alarm (organisation_id);

-- One mail to a person of each alarm and level, whatever is tried again.
create table monitoring_alarm_told (
  deviation_id uuid not null references monitoring_alarm on delete cascade,
  level int not null,
  person_id uuid not null references person,
  organisation_id uuid not null,
  -- The mail in which it stood; its link acknowledges all that stood in it.
  message_id uuid not null,
  told_at timestamptz not null,
  primary key (deviation_id, level, person_id)
);
create index monitoring_alarm_told_person on monitoring_alarm_told (person_id, told_at);
create index monitoring_alarm_told_message on monitoring_alarm_told (message_id);

create table monitoring_window (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  name text not null,
  note text not null,
  item_ids uuid[] not null,
  scope jsonb,
  starts text not null,
  minutes int not null check (minutes between 1 and 40320),
  time_zone text not null,
  rrule text,
  -- The change it was taken over from.
  case_id uuid references "case",
  version int not null,
  changed_at timestamptz not null,
  changed_by uuid
);
create index monitoring_window_organisation on monitoring_window (organisation_id);
create unique index monitoring_window_case on monitoring_window (case_id) where case_id is not null;

create table monitoring_oncall (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  team_id uuid references team,
  name text not null,
  time_zone text not null,
  rotations jsonb not null,
  version int not null,
  changed_at timestamptz not null,
  changed_by uuid,
  unique (organisation_id, id)
);
create index monitoring_oncall_organisation on monitoring_oncall (organisation_id);
create table monitoring_oncall_override (
  id uuid primary key,
  oncall_id uuid not null,
  organisation_id uuid not null,
  person_id uuid not null references person,
  from_at timestamptz not null,
  until_at timestamptz not null,
  made_at timestamptz not null,
  made_by uuid,
  check (until_at > from_at),
  foreign key (organisation_id, oncall_id) references monitoring_oncall (organisation_id, id) on delete cascade
);
create index monitoring_oncall_override_of on monitoring_oncall_override (oncall_id, until_at);
create table monitoring_escalation (
  organisation_id uuid primary key references organisation,
  policy jsonb not null,
  version int not null
);

grant select, update on monitoring_alarm_lease to spil_app;
grant select, insert, update, delete on monitoring_window, monitoring_oncall, monitoring_oncall_override, monitoring_escalation to spil_app;
grant select, insert, update on monitoring_alarm, monitoring_alarm_told to spil_app;

do $$
declare
  one text;
begin
  foreach one in array array['monitoring_alarm', 'monitoring_alarm_told', 'monitoring_window', 'monitoring_oncall', 'monitoring_oncall_override', 'monitoring_escalation'] loop
    execute format('alter table %I enable row level security', one);
    execute format('create policy %I on %I for select to spil_app using ((select spil_system()) or organisation_id = any ((select spil_orgs(''read''))::uuid[]))', one || '_read', one);
  end loop;
  foreach one in array array['monitoring_alarm', 'monitoring_window', 'monitoring_oncall_override'] loop
    execute format('create policy %I on %I for insert to spil_app with check ((select spil_system()) or organisation_id = any ((select spil_orgs(''work''))::uuid[]))', one || '_add', one);
    execute format('create policy %I on %I for update to spil_app using ((select spil_system()) or organisation_id = any ((select spil_orgs(''work''))::uuid[]))', one || '_change', one);
    execute format('create policy %I on %I for delete to spil_app using ((select spil_system()) or organisation_id = any ((select spil_orgs(''work''))::uuid[]))', one || '_remove', one);
  end loop;
  foreach one in array array['monitoring_oncall', 'monitoring_escalation'] loop
    execute format('create policy %I on %I for insert to spil_app with check ((select spil_system()) or organisation_id = any ((select spil_orgs(''lead''))::uuid[]))', one || '_add', one);
    execute format('create policy %I on %I for update to spil_app using ((select spil_system()) or organisation_id = any ((select spil_orgs(''lead''))::uuid[]))', one || '_change', one);
    execute format('create policy %I on %I for delete to spil_app using ((select spil_system()) or organisation_id = any ((select spil_orgs(''lead''))::uuid[]))', one || '_remove', one);
  end loop;
end $$;
create policy monitoring_alarm_told_add on monitoring_alarm_told for insert to spil_app with check ((select spil_system()));
alter table monitoring_alarm_lease enable row level security;
create policy monitoring_alarm_lease_read on monitoring_alarm_lease for select to spil_app using ((select spil_system()));
create policy monitoring_alarm_lease_change on monitoring_alarm_lease for update to spil_app using ((select spil_system()));
