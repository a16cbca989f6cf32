-- breaking: no
-- To whom somebody reports: who approves what they ask. And colleagues by name, for who fills in a form about one of them.
alter table person add column manager_id uuid references person;
alter table person add constraint person_own_manager check (manager_id <> id);
create index person_manager on person (manager_id) where manager_id is not null;

-- Names only, of people who may sign in, in an organisation where the actor has a role. `pattern`: lower case, folded, with LIKE's marks.
create function spil_search_colleagues(organisation uuid, pattern text, at_most int) returns table (id uuid, name text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select p.id, p.name from person p
  where p.active and (spil_system() or organisation = any (spil_orgs('member')))
    and spil_fold(p.name) like pattern
    and exists (select from membership m where m.person_id = p.id and m.organisation_id = organisation)
  order by p.sort_key, p.id limit least(at_most, 50)
$$;
revoke all on function spil_search_colleagues from public;
grant execute on function spil_search_colleagues to spil_app;
