-- breaking: no
-- Who follows a case, the time that was spent on it, what was split off it, and cases that look alike.

-- Whether this person, as staff, sees what is kept among staff of this case; as the owner, because it is asked about others.
create function spil_staff_sees(one uuid, who uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from "case" c where c.id = one and not spil_is_kept_from(c.id, who)
    and exists (select from person p where p.id = who and p.active)
    and exists (select from membership m where m.person_id = who and m.organisation_id = c.organisation_id
      and m.role in ('engineer', 'lead', 'securityOfficer', 'databaseAdministrator', 'auditor', 'administrator'))
    and (not c.confidential or exists (select from case_person p where p.person_id = who
      and p.case_id in (select one union all select t.case_id from case_tree t where t.root_id = one))))
$$;
revoke all on function spil_staff_sees from public;
grant execute on function spil_staff_sees to spil_app;

create table case_watch (
  id uuid primary key,
  case_id uuid not null references "case",
  organisation_id uuid not null,
  person_id uuid references person,
  team_id uuid references team,
  what text not null check (what in ('everything', 'public', 'moves')),
  at timestamptz not null,
  added_by uuid,
  check ((person_id is null) <> (team_id is null))
);
create unique index case_watch_person on case_watch (case_id, person_id) where person_id is not null;
create unique index case_watch_team on case_watch (case_id, team_id) where team_id is not null;
create index case_watch_whose on case_watch (person_id) where person_id is not null;

create table case_time (
  id uuid primary key,
  case_id uuid not null references "case",
  organisation_id uuid not null,
  person_id uuid not null references person,
  minutes int not null check (minutes between 1 and 1440),
  activity text not null check (activity in ('analysis', 'solving', 'contact', 'travel', 'administration', 'other')),
  note text not null,
  billable boolean not null,
  at timestamptz not null,
  added_at timestamptz not null,
  removed_at timestamptz,
  version int not null default 1
);
create index case_time_case on case_time (case_id, at);
create index case_time_person on case_time (person_id, at);
create index case_time_organisation on case_time (organisation_id, at);
-- As it was before each correction.
create table case_time_was (
  time_id uuid not null references case_time,
  version int not null,
  case_id uuid not null references "case",
  was jsonb not null,
  at timestamptz not null,
  by_id uuid,
  primary key (time_id, version)
);
-- One at a time, each their own.
create table case_timer (
  person_id uuid primary key references person,
  case_id uuid not null references "case",
  started_at timestamptz not null
);

create table case_split (
  id uuid primary key,
  case_id uuid not null references "case",
  into_id uuid not null references "case",
  organisation_id uuid not null,
  at timestamptz not null,
  by_id uuid,
  -- Of the new case when it was made: as long as it has this version and nothing was said, nothing happened on it.
  entries int not null,
  undone_at timestamptz,
  undone_by uuid
);
create index case_split_case on case_split (case_id);
create unique index case_split_into on case_split (into_id);
create table case_split_entry (
  split_id uuid not null references case_split,
  entry_id uuid not null references entry,
  case_id uuid not null references "case",
  primary key (split_id, entry_id)
);
create index case_split_entry_entry on case_split_entry (entry_id);

-- Open cases of the organisation that have most of these words, among the newest two thousand: always about the same work.
create function spil_similar(organisation uuid, words text[], but uuid, at_most int) returns table (id uuid, hits int)
  language sql stable security definer set search_path = public, pg_temp as $$
  with asked as materialized (select spil_query(array[word]) as query from unnest(words[1:12]) word),
  recent as materialized (
    select c.id, c.search, c.confidential, c.updated_at from "case" c
    where c.organisation_id = organisation and c.state in ('new', 'inProgress', 'waiting', 'solved', 'reopened') order by c.updated_at desc limit 2000)
  select r.id, count(*)::int as hits from recent r join asked a on numnode(a.query) > 0 and r.search @@ a.query
  where r.id is distinct from but and not r.confidential and (spil_system() or organisation = any (spil_orgs('inside')))
  group by r.id, r.updated_at order by count(*) desc, r.updated_at desc limit at_most
$$;
revoke all on function spil_similar from public;
grant execute on function spil_similar to spil_app;

grant select, insert, delete on case_watch, case_timer, case_link to spil_app;
grant update (what) on case_watch to spil_app;
grant select, insert, update on case_time, case_split to spil_app;
grant select, insert on case_time_was, case_split_entry to spil_app;

alter table case_watch enable row level security;
create policy case_watch_read on case_watch for select to spil_app using (
  (select spil_system())
  or (organisation_id = any ((select spil_orgs('inside'))::uuid[]) and exists (select from "case" c where c.id = case_id))
);
create policy case_watch_write on case_watch for all to spil_app using (
  (select spil_system())
  or ((organisation_id = any ((select spil_orgs('work'))::uuid[]) or (person_id = (select spil_person()) and organisation_id = any ((select spil_orgs('inside'))::uuid[])))
    and exists (select from "case" c where c.id = case_id))
);

alter table case_time enable row level security;
create policy case_time_read on case_time for select to spil_app using (
  (select spil_system())
  or (organisation_id = any ((select spil_orgs('inside'))::uuid[]) and exists (select from "case" c where c.id = case_id))
);
-- Everybody writes and corrects their own.
create policy case_time_add on case_time for insert to spil_app with check (
  (select spil_system())
  or (person_id = (select spil_person()) and organisation_id = any ((select spil_orgs('work'))::uuid[]) and exists (select from "case" c where c.id = case_id))
);
create policy case_time_change on case_time for update to spil_app using ((select spil_system()) or person_id = (select spil_person()));
alter table case_time_was enable row level security;
create policy case_time_was_read on case_time_was for select to spil_app using (exists (select from case_time t where t.id = time_id));
create policy case_time_was_add on case_time_was for insert to spil_app with check (
  exists (select from case_time t where t.id = time_id and (spil_system() or t.person_id = spil_person()))
);
alter table case_timer enable row level security;
create policy case_timer_own on case_timer for all to spil_app using ((select spil_system()) or person_id = (select spil_person()));

alter table case_split enable row level security;
create policy case_split_read on case_split for select to spil_app using (
  (select spil_system()) or (organisation_id = any ((select spil_orgs('inside'))::uuid[])
    and (exists (select from "case" c where c.id = case_id) or exists (select from "case" c where c.id = into_id)))
);
create policy case_split_add on case_split for insert to spil_app with check (
  (select spil_system()) or (organisation_id = any ((select spil_orgs('work'))::uuid[]) and exists (select from "case" c where c.id = case_id))
);
create policy case_split_undo on case_split for update to spil_app using (
  (select spil_system()) or (organisation_id = any ((select spil_orgs('work'))::uuid[]) and exists (select from "case" c where c.id = case_id))
);
alter table case_split_entry enable row level security;
create policy case_split_entry_read on case_split_entry for select to spil_app using (exists (select from case_split s where s.id = split_id));
create policy case_split_entry_add on case_split_entry for insert to spil_app with check (exists (select from case_split s where s.id = split_id));
