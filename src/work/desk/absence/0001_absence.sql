-- breaking: no
-- Who is away from when until when, and who stands in: a person, a team, or nobody.
create table absence (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  person_id uuid not null references person,
  from_at timestamptz not null,
  -- null: not known yet.
  until_at timestamptz,
  substitute_id uuid references person,
  substitute_team_id uuid references team,
  note text,
  version int not null default 1,
  made_by uuid not null references person,
  made_at timestamptz not null,
  check (until_at is null or until_at > from_at),
  check (substitute_id is null or substitute_team_id is null),
  check (substitute_id is distinct from person_id)
);
create index absence_person on absence (person_id, from_at);
create index absence_organisation on absence (organisation_id, from_at desc, id desc);
create index absence_until on absence (until_at);
grant select, insert, update, delete on absence to spil_app;
alter table absence enable row level security;
create policy absence_read on absence for select to spil_app using (
  (select spil_system()) or person_id = (select spil_person()) or organisation_id = any ((select spil_orgs('inside'))::uuid[])
);
create policy absence_add on absence for insert to spil_app with check (
  (select spil_system()) or (person_id = (select spil_person()) and organisation_id = any ((select spil_orgs('member'))::uuid[]))
  or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
create policy absence_change on absence for update to spil_app using (
  (select spil_system()) or person_id = (select spil_person()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
create policy absence_remove on absence for delete to spil_app using (
  (select spil_system()) or person_id = (select spil_person()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);

-- Hours of one person, where they are not those of the organisation; Monday first, as in a calendar.
create table person_hours (
  person_id uuid primary key references person,
  organisation_id uuid not null references organisation,
  time_zone text not null,
  week jsonb not null,
  version int not null default 1
);
grant select, insert, update, delete on person_hours to spil_app;
alter table person_hours enable row level security;
create policy person_hours_read on person_hours for select to spil_app using (
  (select spil_system()) or person_id = (select spil_person()) or organisation_id = any ((select spil_orgs('inside'))::uuid[])
);
create policy person_hours_add on person_hours for insert to spil_app with check (
  (select spil_system()) or (person_id = (select spil_person()) and organisation_id = any ((select spil_orgs('member'))::uuid[]))
  or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
create policy person_hours_change on person_hours for update to spil_app using (
  (select spil_system()) or person_id = (select spil_person()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
create policy person_hours_remove on person_hours for delete to spil_app using (
  (select spil_system()) or person_id = (select spil_person()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);

-- Who is away and who stands in, without the note: for whoever shares the organisation, as a name is.
create function spil_absences() returns table (id uuid, person_id uuid, from_at timestamptz, until_at timestamptz, substitute_id uuid, substitute_team uuid[])
  language sql stable security definer set search_path = public, pg_temp as $$
  select a.id, a.person_id, a.from_at, a.until_at, a.substitute_id,
    coalesce((select array_agg(m.person_id order by m.person_id) from team_member m where m.team_id = a.substitute_team_id), '{}')
  from absence a where spil_system() or a.organisation_id = any (spil_orgs('member'))
$$;
revoke all on function spil_absences from public;
grant execute on function spil_absences to spil_app;
