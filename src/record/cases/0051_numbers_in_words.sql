-- breaking: no
-- A number behind a hyphen (the sticker LT-0042) is found by its digits. Asked for in the query: what is indexed stays as it is. See 0002 for the rest.
create or replace function spil_query(words text[]) returns tsquery language plpgsql stable parallel safe set search_path = public, pg_catalog set client_min_messages = warning as $$
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
    -- PostgreSQL reads the number in LT-0042 as one below zero.
    if word ~ '^[0-9]+$' then one := one || to_tsquery('spil_as_is', quote_literal('-' || word) || tail); end if;
    if numnode(nl) = 0 or numnode(en) = 0 then weak := coalesce(weak && one, one);
    else strong := coalesce(strong && one, one);
    end if;
  end loop;
  return coalesce(strong, weak);
end $$;
