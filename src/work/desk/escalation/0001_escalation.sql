-- breaking: no
-- What was asked of a team or of a lead about a case, and what came of it.
create table escalation (
  id uuid primary key,
  case_id uuid not null references "case",
  organisation_id uuid not null references organisation,
  kind text not null check (kind in ('functional', 'hierarchical')),
  status text not null check (status in ('open', 'acknowledged', 'answered', 'kept', 'decided', 'withdrawn')),
  text text not null,
  -- null: a step of a ladder.
  asked_by uuid references person,
  asked_at timestamptz not null,
  team_id uuid references team,
  -- One lead; null: whoever leads.
  to_id uuid references person,
  acknowledged_by uuid references person,
  acknowledged_at timestamptz,
  decision text check (decision in ('morePeople', 'otherPriority', 'informClient', 'majorIncident', 'advice')),
  answer text,
  people uuid[] not null default '{}',
  ended_by uuid references person,
  ended_at timestamptz,
  clock_id uuid,
  step text,
  check ((kind = 'functional') = (team_id is not null)),
  check ((status = 'decided') = (decision is not null))
);
create unique index escalation_team_open on escalation (case_id, team_id) where kind = 'functional' and status = 'open';
create unique index escalation_lead_open on escalation (case_id) where kind = 'hierarchical' and status in ('open', 'acknowledged');
-- A step of a ladder falls once.
create unique index escalation_step on escalation (clock_id, step, kind) where clock_id is not null;
create index escalation_case on escalation (case_id, asked_at);
create index escalation_waiting on escalation (organisation_id, asked_at desc, id desc) where status in ('open', 'acknowledged');
create index escalation_asked on escalation (asked_by, asked_at desc, id desc);

grant select, insert on escalation to spil_app;
grant update (status, acknowledged_by, acknowledged_at, decision, answer, people, ended_by, ended_at) on escalation to spil_app;
alter table escalation enable row level security;
create policy escalation_read on escalation for select to spil_app using (
  (select spil_system()) or (organisation_id = any ((select spil_orgs('inside'))::uuid[]) and exists (select from "case" c where c.id = case_id))
);
create policy escalation_add on escalation for insert to spil_app with check (
  (select spil_system()) or (organisation_id = any ((select spil_orgs('work'))::uuid[]) and exists (select from "case" c where c.id = case_id))
);
create policy escalation_change on escalation for update to spil_app using (
  (select spil_system()) or (organisation_id = any ((select spil_orgs('work'))::uuid[]) and exists (select from "case" c where c.id = case_id))
);
