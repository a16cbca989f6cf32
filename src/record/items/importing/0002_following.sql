-- breaking: no
-- Of these items, which are used by something else: whatever points at them, also what the actor may not see, and what rooms keep that came later.
-- `ours`: relations that belong to them. Their own users and history do not count, nor what Spil works out of each item by itself (how norms stand on
-- it, what templates ask of it: a table whose comment begins so), nor what stays without the item.
create or replace function spil_items_used(items uuid[], ours uuid[]) returns setof uuid
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  pointer record;
begin
  items := array(select i.id from item i where i.id = any (items) and (spil_system() or i.organisation_id = any (spil_orgs('work'))));
  for pointer in
    select c.conrelid::regclass as tab, a.attname as col
    from pg_constraint c
    join lateral (select c.conkey[array_position(c.confkey, t.attnum)] as num from pg_attribute t where t.attrelid = 'item'::regclass and t.attname = 'id') k on true
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.num
    where c.contype = 'f' and c.confrelid = 'item'::regclass and c.confdeltype <> 'n'
      and c.conrelid::regclass::text <> all (array['item', 'item_user', 'item_change', 'item_relation'])
      and coalesce(obj_description(c.conrelid, 'pg_class'), '') not like 'Worked out of its item%'
  loop
    return query execute format('select distinct t.%1$I from %2$s t where t.%1$I = any ($1)', pointer.col, pointer.tab) using items;
  end loop;
  return query select r.from_id from item_relation r where r.from_id = any (items) and r.id <> all (ours);
  return query select r.to_id from item_relation r where r.to_id = any (items) and r.id <> all (ours);
  return query select i.location_id from item i where i.location_id = any (items) and i.id <> all (items);
  return query select v.value::uuid from item_kind k
    cross join lateral jsonb_array_elements(k.kind -> 'attributes') a join item i on i.organisation_id = k.organisation_id and i.kind = k.key
    cross join lateral (select i.attributes ->> (a ->> 'key') as value) v
    where a ->> 'type' = 'item' and v.value = any (items::text[]) and i.id <> all (items);
end $$;
