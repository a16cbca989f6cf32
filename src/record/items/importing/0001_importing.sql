-- breaking: no
-- Items from a file. The file itself is kept by its hash; of an import stands here what was chosen, how far it is, what is wrong and what it made.
create table item_import (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  by_id uuid not null references person,
  at timestamptz not null,
  hash text not null,
  name text not null,
  size int not null,
  format text,
  state text not null check (state in ('reading', 'unreadable', 'ready', 'checking', 'checked', 'running', 'done', 'undoing', 'undone')),
  -- Why it could not be read: the end of a text key, and what it names.
  why text,
  given jsonb,
  rows int not null default 0,
  columns jsonb not null default '[]',
  notes jsonb not null default '[]',
  mapping jsonb not null default '{}',
  remembered boolean not null default false,
  counts jsonb not null default '{}',
  -- Counted by another transaction than the one that works, so that others see it.
  done int not null default 0,
  total int not null default 0,
  run_why text,
  ran_at timestamptz,
  undone_by uuid,
  undone_at timestamptz,
  undo_why text
);
create index item_import_at on item_import (organisation_id, at desc, id desc);

create table item_import_fault (
  import_id uuid not null references item_import on delete cascade,
  place int not null,
  row int not null,
  column_name text,
  weight text not null check (weight in ('error', 'warning', 'stays')),
  code text not null,
  given jsonb not null default '{}',
  primary key (import_id, place)
);

-- What it made, changed and related. Items that an undo removed are still named here, so they point to nothing.
create table item_import_part (
  import_id uuid not null references item_import on delete cascade,
  what text not null check (what in ('made', 'changed', 'related')),
  id uuid not null,
  row int not null,
  version int not null,
  primary key (import_id, what, id)
);

-- What was chosen for files with these columns.
create table item_import_mapping (
  organisation_id uuid not null references organisation,
  -- SHA-256 of their names.
  columns text not null check (length(columns) = 64),
  mapping jsonb not null,
  at timestamptz not null,
  by_id uuid not null,
  primary key (organisation_id, columns)
);

-- The beginning of it: a whole one may be longer than an index takes.
create index item_serial on item (organisation_id, left(spil_fold(attributes ->> 'serial'), 200)) where attributes ->> 'serial' is not null;
create index item_bulk_item_item on item_bulk_item (item_id);

-- Items of an organisation in which the actor works that go by these codes, serial numbers or names: by the indexes, which row level security
-- would keep from being used (decision 0003).
create function spil_items_called(organisation uuid, by_what text, words text[]) returns table (word text, id uuid)
  language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
begin
  if not (spil_system() or organisation = any (spil_orgs('work'))) then return; end if;
  if by_what = 'code' then
    return query select w, i.id from unnest(words) w join item i on i.organisation_id = organisation and i.code is not null and spil_fold(i.code) = spil_fold(w);
  elsif by_what = 'serial' then
    return query select w, i.id from unnest(words) w
      join item i on i.organisation_id = organisation and i.attributes ->> 'serial' is not null
        and left(spil_fold(i.attributes ->> 'serial'), 200) = left(spil_fold(w), 200) and spil_fold(i.attributes ->> 'serial') = spil_fold(w);
  else
    return query select w, i.id from unnest(words) w join item i on i.organisation_id = organisation and i.sort_key = spil_sort_key(w);
  end if;
end $$;

-- Of these items, which are used by something else: whatever points at them, also what the actor may not see, and what rooms keep that came later.
-- `ours`: relations that belong to them. Their own users and history do not count, nor what Spil works out of each item by itself (how norms stand on
-- it), nor what stays without the item.
create function spil_items_used(items uuid[], ours uuid[]) returns setof uuid
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
      and c.conrelid::regclass::text <> all (array['item', 'item_user', 'item_change', 'item_relation', 'norm_watch', 'norm_standing'])
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
revoke all on function spil_items_called, spil_items_used from public;
grant execute on function spil_items_called, spil_items_used to spil_app;

grant select, insert, update on item_import, item_import_mapping to spil_app;
grant select, insert, delete on item_import_fault to spil_app;
grant select, insert on item_import_part to spil_app;
alter table item_import enable row level security;
create policy item_import_read on item_import for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
create policy item_import_add on item_import for insert to spil_app with check (
  (select spil_system()) or (organisation_id = any ((select spil_orgs('work'))::uuid[]) and by_id = (select spil_person()))
);
create policy item_import_change on item_import for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
alter table item_import_fault enable row level security;
create policy item_import_fault_of on item_import_fault for all to spil_app using (
  (select spil_system()) or exists (select from item_import i where i.id = import_id)
);
alter table item_import_part enable row level security;
create policy item_import_part_of on item_import_part for all to spil_app using (
  (select spil_system()) or exists (select from item_import i where i.id = import_id)
);
alter table item_import_mapping enable row level security;
create policy item_import_mapping_of on item_import_mapping for all to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
