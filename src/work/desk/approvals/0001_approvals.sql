-- breaking: no
-- An approval of a case, in steps. What the deciders were shown and what they said is never changed.

create table approval (
  id uuid primary key,
  case_id uuid not null references "case",
  organisation_id uuid not null references organisation,
  number int not null,
  purpose text not null,
  state text not null default 'running' check (state in ('running', 'approved', 'refused', 'withdrawn')),
  plan jsonb not null,
  subject jsonb not null,
  reason text not null,
  asked_by uuid not null references person,
  for_ids uuid[] not null default '{}',
  owner_id uuid references person,
  step int not null default 0,
  asked_at timestamptz not null,
  ended_at timestamptz,
  ended_why text,
  check ((state = 'running') = (ended_at is null))
);
-- One at a time for one purpose.
create unique index approval_running on approval (case_id, purpose) where state = 'running';
create index approval_case on approval (case_id, asked_at);

create table approval_step (
  approval_id uuid not null references approval,
  step int not null,
  opened_at timestamptz not null,
  expires_at timestamptz,
  escalated_at timestamptz,
  closed_at timestamptz,
  primary key (approval_id, step)
);
create index approval_step_expires on approval_step (expires_at) where closed_at is null and expires_at is not null;

-- `seat_id`: the person whose word it is; `person_id`: who may give it, themselves or as a substitute.
create table approval_seat (
  approval_id uuid not null references approval,
  step int not null,
  seat_id uuid not null references person,
  person_id uuid not null references person,
  lead boolean not null default false,
  added_at timestamptz not null,
  primary key (approval_id, step, seat_id, person_id)
);
create index approval_seat_person on approval_seat (person_id, added_at desc);

create table approval_decision (
  approval_id uuid not null,
  step int not null,
  seat_id uuid not null,
  person_id uuid not null references person,
  yes boolean not null,
  reason text,
  via text not null check (via in ('portal', 'link')),
  repeats boolean not null,
  at timestamptz not null,
  primary key (approval_id, step, seat_id),
  foreign key (approval_id, step, seat_id, person_id) references approval_seat (approval_id, step, seat_id, person_id)
);
create unique index approval_decision_person on approval_decision (approval_id, step, person_id);
-- Nobody decides twice in one approval, unless its plan allows it.
create unique index approval_decision_once on approval_decision (approval_id, person_id) where not repeats;

-- As the owner, so that the policies do not ask about their own table.
create function spil_my_approvals() returns setof uuid language sql stable security definer set search_path = public, pg_temp
  as $$ select approval_id from approval_seat where person_id = spil_person() $$;
revoke all on function spil_my_approvals from public;
grant execute on function spil_my_approvals to spil_app;

grant select, insert on approval, approval_seat, approval_step, approval_decision to spil_app;
grant update (state, step, ended_at, ended_why) on approval to spil_app;
grant update (expires_at, escalated_at, closed_at) on approval_step to spil_app;

-- Who may see the case, and who decides (they see what they were asked, not the case).
alter table approval enable row level security;
create policy approval_read on approval for select to spil_app using (
  (select spil_system()) or id in (select spil_my_approvals()) or exists (select from "case" c where c.id = case_id)
);
create policy approval_add on approval for insert to spil_app with check (
  (select spil_system()) or (asked_by = (select spil_person()) and exists (select from "case" c where c.id = case_id))
);
create policy approval_change on approval for update to spil_app using ((select spil_system()) or id in (select spil_my_approvals()));

alter table approval_step enable row level security;
create policy approval_step_read on approval_step for select to spil_app using (exists (select from approval a where a.id = approval_id));
create policy approval_step_add on approval_step for insert to spil_app with check ((select spil_system()));
create policy approval_step_change on approval_step for update to spil_app using (
  (select spil_system()) or approval_id in (select spil_my_approvals())
);

alter table approval_seat enable row level security;
create policy approval_seat_read on approval_seat for select to spil_app using (
  (select spil_system()) or person_id = (select spil_person()) or exists (select from approval a where a.id = approval_id)
);
create policy approval_seat_add on approval_seat for insert to spil_app with check ((select spil_system()));

alter table approval_decision enable row level security;
create policy approval_decision_read on approval_decision for select to spil_app using (exists (select from approval a where a.id = approval_id));
create policy approval_decision_add on approval_decision for insert to spil_app with check (
  (select spil_system()) or person_id = (select spil_person())
);
