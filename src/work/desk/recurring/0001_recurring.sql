-- breaking: no
-- Work that comes back, and each of its turns.
create table schedule (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  name text not null,
  template jsonb not null,
  -- Local, 'YYYY-MM-DDTHH:MM': the first turn.
  starts text not null,
  time_zone text not null,
  rrule text,
  ends_on text,
  lead_hours int not null,
  closed_days text not null check (closed_days in ('keep', 'skip', 'before', 'after')),
  missed text not null check (missed in ('once', 'skip')),
  previous text not null check (previous in ('ignore', 'link', 'hold')),
  active boolean not null,
  version int not null default 1,
  -- Local: turns up to here are dealt with. And when the next one is to be made; null when there are no more.
  done_to text not null,
  make_at timestamptz,
  changed_by uuid not null references person,
  changed_at timestamptz not null
);
create index schedule_due on schedule (make_at) where active;
create index schedule_organisation on schedule (organisation_id, name, id);

create table schedule_turn (
  schedule_id uuid not null references schedule on delete cascade,
  -- Local, as the rule gives it: the same turn whatever zone or closed day.
  turn text not null,
  organisation_id uuid not null references organisation,
  at timestamptz not null,
  state text not null check (state in ('made', 'held', 'missed')),
  case_id uuid references "case",
  dealt_at timestamptz not null,
  primary key (schedule_id, turn)
);
create index schedule_turn_at on schedule_turn (organisation_id, at);

grant select, insert, update, delete on schedule to spil_app;
grant select, insert, update on schedule_turn to spil_app;
alter table schedule enable row level security;
create policy schedule_read on schedule for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('inside'))::uuid[])
);
create policy schedule_add on schedule for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
create policy schedule_change on schedule for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
create policy schedule_remove on schedule for delete to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
alter table schedule_turn enable row level security;
create policy schedule_turn_read on schedule_turn for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('inside'))::uuid[])
);
create policy schedule_turn_add on schedule_turn for insert to spil_app with check ((select spil_system()));
create policy schedule_turn_change on schedule_turn for update to spil_app using ((select spil_system()));
