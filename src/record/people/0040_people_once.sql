-- breaking: no
-- What is the same for every row is asked once, and its plan is kept: a name is looked up on every page.
create or replace function spil_people(ids uuid[]) returns table (id uuid, name text, email text, locale text, time_zone text)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  everybody boolean := spil_system() or spil_administrates_all();
  me uuid := spil_person();
  member uuid[] := spil_orgs('member');
  reading uuid[] := spil_orgs('read');
begin
  return query select p.id, p.name,
      case when everybody or p.id = me or exists (select from membership m where m.person_id = p.id and m.organisation_id = any (reading)) then p.email end,
      p.locale, p.time_zone
    from person p
    where p.id = any (ids) and (everybody or p.id = me
      or exists (select from membership m where m.person_id = p.id and m.organisation_id = any (member)));
end $$;
