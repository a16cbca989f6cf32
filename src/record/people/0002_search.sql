-- breaking: no
-- Lists and search of people among tens of thousands. Under row level security an index serves only comparisons that cannot leak what they see
-- (bytea and uuid; not text, not LIKE), so the order is a column of bytes, and the search looks in a function that keeps to the policy itself.

create function spil_sort_key(text) returns bytea language sql immutable strict parallel safe set search_path = public, pg_catalog
  as $$ select convert_to(left(spil_fold($1), 200), 'UTF8') $$;
alter table person add column sort_key bytea generated always as (spil_sort_key(name)) stored;
drop index person_order;
create index person_sort on person (sort_key, id);

-- Ids of people in whose name or address this stands (lower case, folded, with LIKE's marks), as far as the policy person_read lets the actor see them.
create function spil_search_people(pattern text) returns setof uuid language sql stable security definer set search_path = public, pg_temp as $$
  select p.id from person p
  where spil_fold(p.name || ' ' || coalesce(p.email, '')) like pattern
    and (spil_system() or p.id = spil_person() or spil_administrates_all()
      or exists (select from membership m where m.person_id = p.id and m.organisation_id = any (spil_orgs('read'))))
$$;
revoke all on function spil_search_people from public;
grant execute on function spil_search_people to spil_app;
