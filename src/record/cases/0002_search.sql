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
create index case_number_text on "case" ((number::text) text_pattern_ops);

-- All words must be there; a word of three letters or more may be a beginning. Words that say nothing count only when there are no others.
create function spil_query(words text[]) returns tsquery language plpgsql stable parallel safe set search_path = public, pg_catalog set client_min_messages = warning as $$
declare
  word text; nl tsquery; en tsquery; one tsquery; strong tsquery; weak tsquery; tail text;
begin
  foreach word in array words loop
    tail := case when length(word) >= 3 then ':*' else '' end;
    nl := to_tsquery('spil_nl', quote_literal(word) || tail);
    en := to_tsquery('spil_en', quote_literal(word) || tail);
    one := to_tsquery('spil_as_is', quote_literal(word) || tail) || nl || en;
    if numnode(nl) = 0 or numnode(en) = 0 then weak := coalesce(weak && one, one);
    else strong := coalesce(strong && one, one);
    end if;
  end loop;
  return coalesce(strong, weak);
end $$;

-- Candidates, newest first, with the same visibility as the policies. First the newest 4,000 are looked through: a common word is found
-- there at once; only what is rare goes to the index, and then there are few. `what`: case or entry.
create function spil_search(what text, words text[], at_most int) returns table (id uuid, case_id uuid)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  query tsquery := spil_query(words);
  orgs uuid[] := spil_orgs('read');
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
  if cardinality(orgs) = 0 and not spil_system() then return; end if;
  if not spil_system() then
    select string_agg(quote_literal('@' || o), ' | ')::tsquery into here from unnest(orgs) o;
    query := here && query;
  end if;
  if what = 'case' then
    return query select c.id, c.id from (select * from "case" order by updated_at desc limit 2000) c
      where c.search @@ query and (not c.confidential or spil_system()) order by c.updated_at desc limit at_most;
    get diagnostics found = row_count;
    if found >= at_most then return; end if;
    return query select c.id, c.id from (select * from "case" i where i.search @@ query and (not i.confidential or spil_system()) limit 5000) c
      order by c.updated_at desc limit at_most;
  else
    return query select e.id, e.case_id from (select * from entry order by place desc limit 4000) e
      where e.search @@ query and (not e.confidential or spil_system()) order by e.place desc limit at_most;
    get diagnostics found = row_count;
    if found >= at_most then return; end if;
    return query select e.id, e.case_id from (select * from entry i where i.search @@ query and (not i.confidential or spil_system()) limit 5000) e
      order by e.place desc limit at_most;
  end if;
end $$;
revoke all on function spil_search from public;
grant execute on function spil_search to spil_app;
