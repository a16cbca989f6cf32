-- breaking: no
-- Looking through the newest rows reads their search words, which costs more than the index as soon as a word is not common. So few are looked
-- through: a word in one of twenty is found there at once, and what is rarer goes to the index, which needs no row's words.
create or replace function spil_search(what text, words text[], at_most int) returns table (id uuid, case_id uuid)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  query tsquery := spil_query(words);
  orgs uuid[] := spil_orgs('read');
  everything boolean := spil_system();
  here tsquery;
  found int;
begin
  if query is null or numnode(query) = 0 then return; end if;
  if what = 'case' then
    return query select c.id, c.id from "case" c
      where c.id in (select spil_my_cases()) and c.search @@ query order by c.updated_at desc limit at_most;
  else
    return query select e.id, e.case_id from entry e
      where e.case_id in (select m from spil_my_cases() m limit 500) and e.search @@ query
        and (e.visibility = 'public' or e.organisation_id = any (orgs)) order by e.place desc limit at_most;
  end if;
  if cardinality(orgs) = 0 and not everything then return; end if;
  if not everything then
    select string_agg(quote_literal('@' || o), ' | ')::tsquery into here from unnest(orgs) o;
    query := here && query;
  end if;
  if what = 'case' then
    return query select c.id, c.id from (select i.id, i.search, i.updated_at, i.confidential from "case" i order by i.updated_at desc limit 400) c
      where c.search @@ query and (not c.confidential or everything) order by c.updated_at desc limit at_most;
    get diagnostics found = row_count;
    if found >= at_most then return; end if;
    return query select c.id, c.id from (select i.id, i.updated_at from "case" i
      where i.search @@ query and (not i.confidential or everything) limit 5000) c order by c.updated_at desc limit at_most;
  else
    return query select e.id, e.case_id from (select i.id, i.case_id, i.place, i.search, i.confidential from entry i order by i.place desc limit 400) e
      where e.search @@ query and (not e.confidential or everything) order by e.place desc limit at_most;
    get diagnostics found = row_count;
    if found >= at_most then return; end if;
    return query select e.id, e.case_id from (select i.id, i.case_id, i.place from entry i
      where i.search @@ query and (not i.confidential or everything) limit 5000) e order by e.place desc limit at_most;
  end if;
end $$;
