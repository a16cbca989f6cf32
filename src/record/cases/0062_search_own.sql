-- breaking: no
-- Candidates, newest first, with the same visibility as the policies. `what`: case or entry. What somebody has a part in is first looked up by
-- case and then put in order: the other way round PostgreSQL walks all entries from the newest, as long as the words are common and the part small
-- (ten seconds of five million entries). And the newest few hundred may all be of one outage: what is not among them is looked for in the newest few
-- thousand, before it counts as rare. The rest as it was.
create or replace function spil_search(what text, words text[], at_most int) returns table (id uuid, case_id uuid)
  language plpgsql stable security definer set search_path = public, pg_temp
  -- The plan depends on the words and on how many of the newest: one kept for all would sort the whole table.
  set plan_cache_mode = force_custom_plan as $$
declare
  query tsquery := spil_query(words);
  orgs uuid[] := spil_orgs('read');
  inside uuid[] := spil_orgs('inside');
  everything boolean := spil_system();
  hits uuid[];
  newest int := 400;
  guessed bool := false;
  near int;
begin
  if query is null or numnode(query) = 0 then return; end if;
  if what = 'case' then
    return query with found as materialized (
        select o.id, o.updated_at from spil_my_cases() m cross join lateral (select c.id, c.updated_at, c.search from "case" c where c.id = m offset 0) o
        where o.search @@ query)
      select f.id, f.id from found f order by f.updated_at desc limit at_most;
  else
    return query with found as materialized (
        select o.id, o.case_id, o.place from (select m from spil_my_cases() m limit 500) mine
        cross join lateral (select e.id, e.case_id, e.place, e.search, e.visibility, e.organisation_id from entry e where e.case_id = mine.m offset 0) o
        where o.search @@ query and (o.visibility = 'public' or o.organisation_id = any (inside)))
      select f.id, f.case_id from found f order by f.place desc limit at_most;
  end if;
  if cardinality(orgs) = 0 and not everything then return; end if;
  loop
    if what = 'case' then
      hits := array(select c.id from (select i.id, i.search, i.confidential, i.organisation_id from "case" i order by i.updated_at desc limit newest) c
        where c.search @@ query and (everything or (not c.confidential and c.organisation_id = any (orgs))) limit at_most);
    else
      hits := array(select e.id from (select i.id, i.search, i.confidential, i.visibility, i.organisation_id from entry i order by i.place desc limit newest) e
        where e.search @@ query and (everything or (not e.confidential and e.organisation_id = any (orgs) and (e.visibility = 'public' or e.organisation_id = any (inside)))) limit at_most);
    end if;
    exit when cardinality(hits) >= at_most or guessed;
    if cardinality(hits) = 0 then
      exit when newest > 400;
      newest := 4000;
    else
      newest := 3 * newest * at_most / (2 * cardinality(hits));
      exit when newest > 25000;
      guessed := true;
    end if;
  end loop;
  if cardinality(hits) < at_most then
    if not everything then
      if what = 'case' then
        near := (select count(*) from (select organisation_id from "case" order by updated_at desc limit 400) c where c.organisation_id = any (orgs));
      else
        near := (select count(*) from (select organisation_id from entry order by place desc limit 400) e where e.organisation_id = any (orgs));
      end if;
      if near < 100 then query := (select string_agg(quote_literal('@' || o), ' | ')::tsquery from unnest(orgs) o) && query; end if;
    end if;
    if what = 'case' then
      return query with found as materialized (select c.id, c.updated_at from "case" c
          where c.search @@ query and (everything or (not c.confidential and c.organisation_id = any (orgs))) limit 5000)
        select f.id, f.id from found f order by f.updated_at desc limit at_most;
    else
      return query with found as materialized (select e.id, e.case_id, e.place from entry e where e.search @@ query
          and (everything or (not e.confidential and e.organisation_id = any (orgs) and (e.visibility = 'public' or e.organisation_id = any (inside)))) limit 5000)
        select f.id, f.case_id from found f order by f.place desc limit at_most;
    end if;
    return;
  end if;
  -- First these rows, then their order: the other way round PostgreSQL would walk the newest until it met enough of them.
  if what = 'case' then
    return query with found as materialized (select c.id, c.updated_at from "case" c where c.id = any (hits))
      select f.id, f.id from found f order by f.updated_at desc limit at_most;
  else
    return query with found as materialized (select e.id, e.case_id, e.place from entry e where e.id = any (hits))
      select f.id, f.case_id from found f order by f.place desc limit at_most;
  end if;
end $$;
