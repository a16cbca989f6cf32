-- breaking: no
-- Full text in Dutch and English, accents folded, beginnings of words. Read docs/decisions/0003: one function, because under row level
-- security an operator that is not leakproof cannot use an index.

create text search configuration spil_nl (copy = dutch);
alter text search configuration spil_nl alter mapping for hword, hword_part, word with unaccent, dutch_stem;
create text search configuration spil_en (copy = english);
alter text search configuration spil_en alter mapping for hword, hword_part, word with unaccent, english_stem;
create text search configuration spil_as_is (copy = simple);
alter text search configuration spil_as_is alter mapping for hword, hword_part, word with unaccent, simple;

-- The words of a text, each as it is and stemmed in both languages, and the organisation as a word of its own (nobody can type an @ into
-- a query), so that the index itself keeps to the organisations somebody may read. At most 20,000 characters are indexed.
create function spil_words(organisation uuid, words text) returns tsvector language sql immutable parallel safe set search_path = public, pg_catalog as $$
  select strip(to_tsvector('spil_as_is', left(words, 20000)) || to_tsvector('spil_nl', left(words, 20000)) || to_tsvector('spil_en', left(words, 20000)))
    || array_to_tsvector(array['@' || organisation::text])
$$;

alter table "case" add column search tsvector generated always as (spil_words(organisation_id, title || ' ' || text)) stored;
alter table entry add column search tsvector generated always as (spil_words(organisation_id, text)) stored;
create index case_search on "case" using gin (search) with (fastupdate = off);
create index entry_search on entry using gin (search);
create index entry_place on entry (place desc);

-- All words must be there; a word of three letters or more may be a beginning. Words that say nothing count only when there are no others.
-- Of the word as it is and its two stems only the one that the others begin with is asked, when there is such a one: 'directi':* covers
-- 'directie':*, and each alternative that is left out is one walk through the index less.
create function spil_query(words text[]) returns tsquery language plpgsql stable parallel safe set search_path = public, pg_catalog set client_min_messages = warning as $$
declare
  word text; nl tsquery; en tsquery; plain tsquery; one tsquery; strong tsquery; weak tsquery; tail text; shortest text;
begin
  foreach word in array words loop
    tail := case when length(word) >= 3 then ':*' else '' end;
    nl := to_tsquery('spil_nl', quote_literal(word) || tail);
    en := to_tsquery('spil_en', quote_literal(word) || tail);
    plain := to_tsquery('spil_as_is', quote_literal(word) || tail);
    one := plain || nl || en;
    if tail <> '' and numnode(nl) = 1 and numnode(en) = 1 and numnode(plain) = 1 then
      select q::text into shortest from unnest(array[nl, en, plain]) q order by length(q::text) limit 1;
      if (select bool_and(starts_with(q::text, left(shortest, -3))) from unnest(array[nl, en, plain]) q) then one := shortest::tsquery; end if;
    end if;
    if numnode(nl) = 0 or numnode(en) = 0 then weak := coalesce(weak && one, one);
    else strong := coalesce(strong && one, one);
    end if;
  end loop;
  return coalesce(strong, weak);
end $$;

-- Candidates, newest first, with the same visibility as the policies. `what`: case or entry. Looking through the newest rows reads their
-- search words, and the index reads all places of each word, of which only the newest are wanted: so a few hundred of the newest tell how
-- common the words are together. Common: a window of the newest that must hold enough. Rare: the index, and then there are few.
create function spil_search(what text, words text[], at_most int) returns table (id uuid, case_id uuid)
  language plpgsql stable security definer set search_path = public, pg_temp
  -- The plan depends on the words and on how many of the newest: one kept for all would sort the whole table.
  set plan_cache_mode = force_custom_plan as $$
declare
  query tsquery := spil_query(words);
  orgs uuid[] := spil_orgs('read');
  inside uuid[] := spil_orgs('inside');
  everything boolean := spil_system();
  here tsquery;
  hits uuid[];
  newest int := 400;
begin
  if query is null or numnode(query) = 0 then return; end if;
  if what = 'case' then
    return query select c.id, c.id from "case" c
      where c.id in (select spil_my_cases()) and c.search @@ query order by c.updated_at desc limit at_most;
  else
    return query select e.id, e.case_id from entry e
      where e.case_id in (select m from spil_my_cases() m limit 500) and e.search @@ query
        and (e.visibility = 'public' or e.organisation_id = any (inside)) order by e.place desc limit at_most;
  end if;
  if cardinality(orgs) = 0 and not everything then return; end if;
  if not everything then
    select string_agg(quote_literal('@' || o), ' | ')::tsquery into here from unnest(orgs) o;
    query := here && query;
  end if;
  loop
    if what = 'case' then
      hits := array(select c.id from (select i.id, i.search, i.confidential from "case" i order by i.updated_at desc limit newest) c
        where c.search @@ query and (not c.confidential or everything) limit at_most);
    else
      hits := array(select e.id from (select i.id, i.search, i.confidential, i.visibility, i.organisation_id from entry i order by i.place desc limit newest) e
        where e.search @@ query and (everything or (not e.confidential and (e.visibility = 'public' or e.organisation_id = any (inside)))) limit at_most);
    end if;
    exit when cardinality(hits) >= at_most or newest > 400 or cardinality(hits) = 0;
    newest := 600 * at_most / cardinality(hits);
    exit when newest > 3000;
  end loop;
  if cardinality(hits) < at_most then
    if what = 'case' then
      hits := array(select c.id from "case" c where c.search @@ query and (not c.confidential or everything) limit 5000);
    else
      hits := array(select e.id from entry e where e.search @@ query
        and (everything or (not e.confidential and (e.visibility = 'public' or e.organisation_id = any (inside)))) limit 5000);
    end if;
  end if;
  if what = 'case' then
    return query select c.id, c.id from "case" c where c.id = any (hits) order by c.updated_at desc limit at_most;
  else
    return query select e.id, e.case_id from entry e where e.id = any (hits) order by e.place desc limit at_most;
  end if;
end $$;
revoke all on function spil_search from public;
grant execute on function spil_search to spil_app;
