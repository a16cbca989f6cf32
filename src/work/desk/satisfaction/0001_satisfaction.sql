-- breaking: no
-- How satisfied somebody is with what was done for them: asked once in every round of closing.
create table satisfaction (
  case_id uuid not null references "case",
  round int not null,
  person_id uuid not null references person,
  organisation_id uuid not null,
  team_id uuid,
  asked_at timestamptz not null,
  closed_at timestamptz,
  mark smallint check (mark between 1 and 5),
  word text not null default '',
  -- As the organisation had it when the mark was given.
  anonymous boolean not null default false,
  given_at timestamptz,
  changed_at timestamptz,
  seen_by uuid references person,
  seen_at timestamptz,
  primary key (case_id, round),
  check ((mark is null) = (given_at is null))
);
create index satisfaction_organisation on satisfaction (organisation_id, asked_at);
create index satisfaction_low on satisfaction (organisation_id, given_at desc, case_id, round) where mark is not null;

create table satisfaction_setting (
  organisation_id uuid primary key references organisation,
  version int not null,
  settings jsonb not null,
  changed_at timestamptz not null,
  changed_by uuid
);

grant select, insert, update on satisfaction, satisfaction_setting to spil_app;

-- One's own; leads; colleagues only where it was not given anonymously.
alter table satisfaction enable row level security;
create policy satisfaction_read on satisfaction for select to spil_app using (
  (select spil_system()) or person_id = (select spil_person())
  or ((organisation_id = any ((select spil_orgs('lead'))::uuid[]) or (not anonymous and organisation_id = any ((select spil_orgs('inside'))::uuid[])))
    and exists (select from "case" c where c.id = case_id))
);
create policy satisfaction_add on satisfaction for insert to spil_app with check ((select spil_system()));
create policy satisfaction_change on satisfaction for update to spil_app using (
  (select spil_system()) or (organisation_id = any ((select spil_orgs('lead'))::uuid[]) and exists (select from "case" c where c.id = case_id))
);

alter table satisfaction_setting enable row level security;
create policy satisfaction_setting_read on satisfaction_setting for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('member'))::uuid[])
);
create policy satisfaction_setting_add on satisfaction_setting for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
create policy satisfaction_setting_change on satisfaction_setting for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);

-- Counts only, for everybody inside, also of what they may not see one by one. `hidden`: how many of them were given anonymously.
create function spil_satisfaction(organisation uuid, since timestamptz, until timestamptz, zone text)
  returns table (team_id uuid, month text, asked int, answered int, m1 int, m2 int, m3 int, m4 int, m5 int, hidden int)
  language sql stable security definer set search_path = public, pg_temp as $$
  select s.team_id, to_char(coalesce(s.closed_at, s.given_at) at time zone zone, 'YYYY-MM'),
    count(*)::int, count(s.mark)::int, count(*) filter (where mark = 1)::int, count(*) filter (where mark = 2)::int,
    count(*) filter (where mark = 3)::int, count(*) filter (where mark = 4)::int, count(*) filter (where mark = 5)::int,
    count(*) filter (where anonymous and mark is not null)::int
  from satisfaction s
  where s.organisation_id = organisation and (spil_system() or organisation = any (spil_orgs('inside')))
    and coalesce(s.closed_at, s.given_at) >= since and coalesce(s.closed_at, s.given_at) < until
  group by 1, 2
$$;
revoke all on function spil_satisfaction from public;
grant execute on function spil_satisfaction to spil_app;
