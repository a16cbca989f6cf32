-- breaking: no
-- What happened to somebody's work. One row per event and person: an event that comes twice makes no second one.
create table notice (
  id uuid primary key,
  event_id bigint not null,
  person_id uuid not null references person,
  case_id uuid not null references "case",
  kind text not null,
  by_id uuid,
  at timestamptz not null,
  read_at timestamptz,
  unique (event_id, person_id)
);
create index notice_person on notice (person_id, event_id desc);
create index notice_unread on notice (person_id) where read_at is null;
grant select, insert, delete on notice to spil_app;
grant update (read_at) on notice to spil_app;
alter table notice enable row level security;
create policy notice_own on notice for all to spil_app using ((select spil_system()) or person_id = (select spil_person()));
