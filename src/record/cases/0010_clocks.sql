-- breaking: no
-- Several calendars and agreements per organisation, each version kept; a row per clock, so that a list never computes one; what happened to
-- a case as far as a clock is concerned, from which every clock follows; steps that fell, each once.

-- The first calendar and the first agreement of an organisation have its id; as long as nobody has changed them there is no row.
create table working_calendar (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  version int not null,
  body jsonb not null,
  changed_at timestamptz not null,
  changed_by uuid
);
create index working_calendar_organisation on working_calendar (organisation_id);
create table working_calendar_version (
  id uuid not null references working_calendar,
  version int not null,
  organisation_id uuid not null,
  body jsonb not null,
  changed_at timestamptz not null,
  changed_by uuid,
  primary key (id, version)
);
create table agreement (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  version int not null,
  body jsonb not null,
  changed_at timestamptz not null,
  changed_by uuid
);
create index agreement_organisation on agreement (organisation_id);
create table agreement_version (
  id uuid not null references agreement,
  version int not null,
  organisation_id uuid not null,
  body jsonb not null,
  changed_at timestamptz not null,
  changed_by uuid,
  primary key (id, version)
);

-- A service the case is about, as a name or an id: agreements may be for some services only.
alter table "case" add column service text;
alter table "case" alter column target_response set default 0;
alter table "case" alter column target_solution set default 0;

create table case_moment (
  case_id uuid not null references "case",
  place int not null,
  moment jsonb not null,
  primary key (case_id, place)
);

create table case_clock (
  id uuid primary key,
  case_id uuid not null references "case",
  organisation_id uuid not null,
  -- The version that held: that of now while the clock goes, that of then when it has ended. 0: as every organisation begins.
  agreement_id uuid not null,
  agreement_version int not null,
  calendar_id uuid not null,
  calendar_version int not null,
  target text not null,
  kind text not null check (kind in ('response', 'update', 'solution', 'own')),
  round int not null,
  state text not null check (state in ('running', 'paused', 'met', 'missed', 'cancelled')),
  -- Cancelled because the agreement no longer applied: it begins anew when it applies again.
  dropped boolean not null default false,
  started_at timestamptz not null,
  start_place int not null,
  attached_place int not null,
  done_at timestamptz,
  due_at timestamptz,
  risk_at timestamptz,
  target_seconds bigint not null,
  -- What was counted when it ended.
  counted bigint,
  -- [{from, to, why, reason, until}] in order.
  pauses jsonb not null default '[]',
  -- [{key, at, action, to, teamId, personId}] in order of time.
  steps jsonb not null default '[]',
  next_step_at timestamptz,
  unique (case_id, agreement_id, target, round)
);
create index case_clock_next on case_clock (next_step_at) where next_step_at is not null;
create index case_clock_done on case_clock (organisation_id, done_at desc, id desc) where done_at is not null;

-- That there is a row decides that a step fell: there is never a second one.
create table clock_step (
  clock_id uuid not null references case_clock,
  step text not null,
  case_id uuid not null references "case",
  fell_at timestamptz not null,
  primary key (clock_id, step)
);
create index clock_step_case on clock_step (case_id);

-- How far the computing anew of all open clocks of an organisation is. `generation` goes up with each change that asks for it.
create table clock_recalculation (
  organisation_id uuid primary key references organisation,
  generation int not null,
  asked_at timestamptz not null,
  total int,
  done int not null,
  after_number int not null,
  ended_at timestamptz
);

-- What organisations had: one calendar with targets per priority becomes their first calendar and their first agreement.
insert into working_calendar (id, organisation_id, version, body, changed_at, changed_by)
  select organisation_id, organisation_id, version, jsonb_build_object('name', '', 'timeZone', time_zone, 'always', false, 'week', week,
    'holidays', null, 'daysOff', '[]'::jsonb, 'openings', '[]'::jsonb), changed_at, changed_by from calendar;
insert into working_calendar_version select id, version, organisation_id, body, changed_at, changed_by from working_calendar;
insert into agreement (id, organisation_id, version, body, changed_at, changed_by)
  select organisation_id, organisation_id, version, jsonb_build_object('name', '', 'active', true, 'instead', false,
    'applies', '{"kinds": [], "priorities": [], "services": [], "reporterIds": [], "teamIds": []}'::jsonb,
    'targets', jsonb_build_array(
      jsonb_build_object('key', 'response', 'kind', 'response', 'name', '', 'calendarId', null, 'duration', jsonb_build_object('unit', 'working', 'minutes',
          (select jsonb_object_agg(key, value->'response') from jsonb_each(targets))),
        'start', '[{}]'::jsonb, 'stop', '[{"on": ["staffReplied"]}, {"state": ["solved"]}, {"state": ["closed"]}]'::jsonb,
        'pause', '[{"state": ["waiting"]}, {"state": ["solved"]}]'::jsonb, 'resume', '[]'::jsonb, 'cancel', '[{"state": ["cancelled"]}]'::jsonb,
        'reset', '[]'::jsonb, 'retroactive', true, 'ladder', '[]'::jsonb),
      jsonb_build_object('key', 'solution', 'kind', 'solution', 'name', '', 'calendarId', null, 'duration', jsonb_build_object('unit', 'working', 'minutes',
          (select jsonb_object_agg(key, value->'solution') from jsonb_each(targets))),
        'start', '[{}]'::jsonb, 'stop', '[{"state": ["solved", "closed"]}]'::jsonb, 'pause', '[{"state": ["waiting"]}]'::jsonb,
        'resume', '[{"state": ["new", "inProgress", "reopened"]}]'::jsonb, 'cancel', '[{"state": ["cancelled"]}]'::jsonb,
        'reset', '[]'::jsonb, 'retroactive', true, 'ladder', '[]'::jsonb))), changed_at, changed_by from calendar;
insert into agreement_version select id, version, organisation_id, body, changed_at, changed_by from agreement;

-- The clocks of the cases there are, by the agreement that held; the open ones are computed anew when the program starts.
insert into case_clock (id, case_id, organisation_id, agreement_id, agreement_version, calendar_id, calendar_version, target, kind, round, state,
    started_at, start_place, attached_place, done_at, due_at, risk_at, target_seconds, pauses)
  select gen_random_uuid(), c.id, c.organisation_id, c.organisation_id, coalesce(k.version, 0), c.organisation_id, coalesce(k.version, 0), t.target, t.target, 1,
    case when t.done_at is null and c.state = 'cancelled' then 'cancelled'
      when t.done_at is not null then case when t.due_at < t.done_at then 'missed' else 'met' end
      when c.state = 'waiting' then 'paused' else 'running' end,
    c.opened_at, 0, 0, coalesce(t.done_at, case when c.state = 'cancelled' then c.closed_at end), t.due_at,
    case when c.due_at = t.due_at then c.risk_at end, t.minutes * 60,
    (select coalesce(jsonb_agg(p || '{"why": "waiting", "reason": null, "until": null}'), '[]') from jsonb_array_elements(c.pauses) p)
  from "case" c left join calendar k on k.organisation_id = c.organisation_id
  cross join lateral (values ('response', coalesce(c.responded_at, c.solved_at, case when c.state = 'closed' then c.closed_at end), c.response_due_at, c.target_response),
    ('solution', coalesce(c.solved_at, case when c.state = 'closed' then c.closed_at end), c.solution_due_at, c.target_solution)) t(target, done_at, due_at, minutes);
insert into clock_recalculation (organisation_id, generation, asked_at, done, after_number) select distinct organisation_id, 1, now(), 0, 0 from "case";

grant select, insert, update on working_calendar, agreement, clock_recalculation to spil_app;
grant select, insert on working_calendar_version, agreement_version, case_moment, clock_step to spil_app;
grant select, insert, update on case_clock to spil_app;

-- Who belongs to the organisation may see when it works; its leads decide.
alter table working_calendar enable row level security;
create policy working_calendar_read on working_calendar for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('member'))::uuid[])
);
create policy working_calendar_add on working_calendar for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
create policy working_calendar_change on working_calendar for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
alter table working_calendar_version enable row level security;
create policy working_calendar_version_read on working_calendar_version for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('member'))::uuid[])
);
create policy working_calendar_version_add on working_calendar_version for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
alter table agreement enable row level security;
create policy agreement_read on agreement for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('member'))::uuid[])
);
create policy agreement_add on agreement for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
create policy agreement_change on agreement for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
alter table agreement_version enable row level security;
create policy agreement_version_read on agreement_version for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('member'))::uuid[])
);
create policy agreement_version_add on agreement_version for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
-- Who may see the case; its clocks change with it, whoever changes it.
alter table case_moment enable row level security;
create policy case_moment_read on case_moment for select to spil_app using ((select spil_system()) or exists (select from "case" c where c.id = case_id));
create policy case_moment_add on case_moment for insert to spil_app with check ((select spil_system()) or exists (select from "case" c where c.id = case_id));
alter table case_clock enable row level security;
create policy case_clock_read on case_clock for select to spil_app using ((select spil_system()) or exists (select from "case" c where c.id = case_id));
create policy case_clock_add on case_clock for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[]) or case_id in (select spil_my_cases())
);
create policy case_clock_change on case_clock for update to spil_app using (
  (select spil_system()) or (organisation_id = any ((select spil_orgs('work'))::uuid[]) and exists (select from "case" c where c.id = case_id))
  or case_id in (select spil_my_cases())
);
alter table clock_step enable row level security;
create policy clock_step_read on clock_step for select to spil_app using ((select spil_system()) or exists (select from "case" c where c.id = case_id));
create policy clock_step_add on clock_step for insert to spil_app with check ((select spil_system()));
alter table clock_recalculation enable row level security;
create policy clock_recalculation_read on clock_recalculation for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy clock_recalculation_add on clock_recalculation for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
create policy clock_recalculation_change on clock_recalculation for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
