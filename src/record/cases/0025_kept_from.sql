-- breaking: no
-- Who must never see a case, whatever their role: the person whom it complains about. A wall of its own: these policies are restrictive, so
-- they hold also for leads and administrators, and for every table where something of a case can be read.

create table case_kept_from (
  case_id uuid not null references "case",
  person_id uuid references person,
  -- Everybody in the team, also who joins it later; who leaves it stays kept as a person.
  team_id uuid references team,
  organisation_id uuid not null,
  at timestamptz not null,
  added_by uuid,
  check ((person_id is null) <> (team_id is null))
);
create unique index case_kept_from_person on case_kept_from (person_id, case_id) where person_id is not null;
create unique index case_kept_from_team on case_kept_from (team_id, case_id) where team_id is not null;
create index case_kept_from_case on case_kept_from (case_id);

-- As the owner: the policies below would otherwise ask about their own table. Who complains about their own team keeps their complaint.
create function spil_kept_from() returns uuid[] language sql stable security definer set search_path = public, pg_temp as $$
  select array(
    select k.case_id from case_kept_from k where k.person_id = spil_person()
    union
    select k.case_id from case_kept_from k join team_member m on m.team_id = k.team_id join "case" c on c.id = k.case_id
      where m.person_id = spil_person() and c.reporter_id <> spil_person())
$$;
-- The same as the logbook and outgoing mail name it.
create function spil_kept_from_about() returns text[] language sql stable security definer set search_path = public, pg_temp
  as $$ select array(select 'case/' || one from unnest(spil_kept_from()) one) $$;
create function spil_is_kept_from(one uuid, who uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from case_kept_from k where k.case_id = one and k.person_id = who)
    or exists (select from case_kept_from k join team_member m on m.team_id = k.team_id join "case" c on c.id = k.case_id
      where k.case_id = one and m.person_id = who and c.reporter_id <> who)
$$;
-- Who handles a complaint works on it, also where they have no other role.
create function spil_my_complaints() returns setof uuid language sql stable security definer set search_path = public, pg_temp
  as $$ select id from "case" where assignee_id = spil_person() and kind = 'complaint' $$;
revoke all on function spil_kept_from, spil_kept_from_about, spil_is_kept_from, spil_my_complaints from public;
grant execute on function spil_kept_from, spil_kept_from_about, spil_is_kept_from, spil_my_complaints to spil_app;

-- The last wall, also against Spil itself: nobody puts a case into the hands of who is kept from it.
create function spil_refuse_kept() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_table_name = 'case' then
    if spil_is_kept_from(new.id, new.assignee_id) then raise exception 'who is kept from a case cannot handle it' using errcode = '23514'; end if;
  elsif spil_is_kept_from(new.case_id, new.person_id) then
    raise exception 'who is kept from a case cannot take part in it' using errcode = '23514';
  end if;
  return new;
end $$;
create trigger case_refuse_kept before update of assignee_id on "case" for each row
  when (new.assignee_id is not null and new.assignee_id is distinct from old.assignee_id) execute function spil_refuse_kept();
create trigger case_person_refuse_kept before insert on case_person for each row execute function spil_refuse_kept();

grant select, insert on case_kept_from to spil_app;
alter table case_kept_from enable row level security;
create policy case_kept_from_read on case_kept_from for select to spil_app using (exists (select from "case" c where c.id = case_id));
create policy case_kept_from_add on case_kept_from for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[]) or spil_reported(case_id)
  or case_id in (select spil_my_complaints())
);

create policy case_kept on "case" as restrictive for all to spil_app
  using ((select spil_system()) or id <> all ((select spil_kept_from())::uuid[]));
create policy case_person_kept on case_person as restrictive for all to spil_app
  using ((select spil_system()) or case_id <> all ((select spil_kept_from())::uuid[]));
create policy entry_kept on entry as restrictive for all to spil_app
  using ((select spil_system()) or case_id <> all ((select spil_kept_from())::uuid[]));
create policy attachment_kept on attachment as restrictive for all to spil_app
  using ((select spil_system()) or case_id <> all ((select spil_kept_from())::uuid[]));
create policy case_change_kept on case_change as restrictive for all to spil_app
  using ((select spil_system()) or case_id <> all ((select spil_kept_from())::uuid[]));
create policy case_kept_from_kept on case_kept_from as restrictive for select to spil_app
  using ((select spil_system()) or case_id <> all ((select spil_kept_from())::uuid[]));
create policy case_link_kept on case_link as restrictive for all to spil_app using (
  (select spil_system())
  or (case_id <> all ((select spil_kept_from())::uuid[]) and other_id <> all ((select spil_kept_from())::uuid[]))
);
create policy event_kept on event as restrictive for select to spil_app
  using ((select spil_system()) or about <> all ((select spil_kept_from_about())::text[]));
create policy outgoing_mail_kept on outgoing_mail as restrictive for select to spil_app
  using ((select spil_system()) or about <> all ((select spil_kept_from_about())::text[]));

-- A complaint is confidential from its first moment, also when its reporter opens it.
drop policy case_add on "case";
create policy case_add on "case" for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
  or (reporter_id = (select spil_person()) and organisation_id = any ((select spil_orgs('member'))::uuid[]) and (not confidential or kind = 'complaint'))
);
drop policy case_person_add on case_person;
create policy case_person_add on case_person for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
  or (role = 'reporter' and person_id = (select spil_person()) and spil_reported(case_id))
  or case_id in (select spil_my_complaints())
);

create policy entry_of_complaint on entry for select to spil_app using (case_id in (select spil_my_complaints()));
create policy entry_add_to_complaint on entry for insert to spil_app with check (
  author_id = (select spil_person()) and case_id in (select spil_my_complaints())
);
create policy attachment_of_complaint on attachment for select to spil_app using (case_id in (select spil_my_complaints()));
create policy attachment_add_to_complaint on attachment for insert to spil_app with check (
  added_by = (select spil_person()) and case_id in (select spil_my_complaints())
);
