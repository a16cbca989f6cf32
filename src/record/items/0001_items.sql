-- breaking: no
-- Items: what there is. Kinds are data; what an item has beside the fields of every item stands in attributes, as its kind says.

create sequence item_number as int start 1001;

-- Kinds of an organisation itself, or shipped kinds as it changed them.
create table item_kind (
  organisation_id uuid not null references organisation,
  key text not null,
  kind jsonb not null,
  version int not null,
  changed_at timestamptz not null,
  changed_by uuid,
  primary key (organisation_id, key)
);

-- The words of an item: signs also as spaces, so that parts of an address, a serial number or a code are found.
create function spil_item_words(name text, code text, note text, attributes jsonb) returns text language sql immutable parallel safe set search_path = public, pg_catalog as $$
  select w || ' ' || translate(w, '.:-_/@', '      ')
  from (select concat_ws(' ', name, code, left(note, 2000), (select string_agg(value #>> '{}', ' ') from jsonb_each(attributes))) as w) words
$$;

create table item (
  id uuid primary key,
  number int not null default nextval('item_number') unique,
  organisation_id uuid not null references organisation,
  kind text not null,
  state text not null,
  class text not null check (class in ('planned', 'inUse', 'outOfUse')),
  name text not null,
  code text,
  note text not null default '',
  owner_id uuid references person,
  -- An item of the kind location; of a location: the location around it.
  location_id uuid references item,
  availability text,
  integrity text,
  confidentiality text,
  importance smallint not null default 0,
  tags text[] not null default '{}',
  purchased_on date,
  price numeric(14, 2),
  currency text,
  supplier text,
  contract text,
  warranty_until date,
  depreciation_months int,
  residual_value numeric(14, 2),
  attributes jsonb not null default '{}',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  changed_by uuid,
  version int not null default 1,
  sort_key bytea generated always as (spil_sort_key(name)) stored,
  search tsvector generated always as (spil_words(organisation_id, spil_item_words(name, code, note, attributes))) stored,
  check (location_id <> id),
  -- What belongs to an item names its organisation as well, so that no policy can be passed by naming another one.
  unique (id, organisation_id)
);
create unique index item_code on item (organisation_id, spil_fold(code)) where code is not null;
create index item_name on item (sort_key, id);
create index item_updated on item (updated_at desc, id desc);
create index item_created on item (number desc);
create index item_warranty on item (coalesce(warranty_until, 'infinity'::date), id);
create index item_kind_name on item (kind, sort_key, id);
create index item_state on item (state, sort_key, id);
create index item_class on item (class, sort_key, id);
create index item_owner on item (owner_id, sort_key, id);
create index item_location on item (location_id, sort_key, id);
create index item_inside on item (location_id) where kind = 'location';
create index item_importance on item (importance, sort_key, id);
create index item_organisation on item (organisation_id, sort_key, id);
create index item_supplier on item (supplier, sort_key, id) where supplier is not null;
create index item_search on item using gin (search) with (fastupdate = off);
create index item_tags on item using gin (tags) with (fastupdate = off);

create table item_user (
  item_id uuid not null,
  person_id uuid not null references person,
  organisation_id uuid not null,
  primary key (item_id, person_id),
  foreign key (item_id, organisation_id) references item (id, organisation_id) on delete cascade
);
create index item_user_person on item_user (person_id, item_id);

-- What each version changed, by whom and why. The words stay here, out of the logbook.
create table item_change (
  item_id uuid not null,
  version int not null,
  organisation_id uuid not null,
  changed_by uuid,
  at timestamptz not null,
  why text,
  changes jsonb not null,
  primary key (item_id, version),
  foreign key (item_id, organisation_id) references item (id, organisation_id) on delete cascade
);

-- What somebody owns or uses: as the owner, so that the policies do not ask about their own table.
create function spil_my_items() returns setof uuid language sql stable security definer set search_path = public, pg_temp as $$
  select id from item where owner_id = spil_person() and organisation_id = any (spil_orgs('member'))
  union select item_id from item_user where person_id = spil_person() and organisation_id = any (spil_orgs('member'))
$$;
-- Candidates (decision 0003) with these words, newest first, with the same visibility as the policy. As spil_search does it: a few hundred
-- of the newest tell how common the words are; common ones are found in a window of the newest, rare ones by the index.
create function spil_search_items(words text[], at_most int) returns setof uuid
  language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  query tsquery := spil_query(words);
  orgs uuid[] := spil_orgs('read');
  everything boolean := spil_system();
  hits uuid[];
  newest int := 400;
  near int;
begin
  if query is null or numnode(query) = 0 then return; end if;
  if cardinality(orgs) = 0 and not everything then
    return query select i.id from item i where i.id in (select spil_my_items()) and i.search @@ query order by i.updated_at desc limit at_most;
    return;
  end if;
  loop
    hits := array(select n.id from (select i.id, i.search, i.organisation_id from item i order by i.updated_at desc, i.id desc limit newest) n
      where n.search @@ query and (everything or n.organisation_id = any (orgs)) limit at_most);
    exit when cardinality(hits) >= at_most or newest > 400 or cardinality(hits) = 0;
    newest := 600 * at_most / cardinality(hits);
    exit when newest > 25000;
  end loop;
  if cardinality(hits) < at_most then
    if not everything then
      near := (select count(*) from (select organisation_id from item order by updated_at desc, id desc limit 400) n where n.organisation_id = any (orgs));
      if near < 100 then query := (select string_agg(quote_literal('@' || o), ' | ')::tsquery from unnest(orgs) o) && query; end if;
    end if;
    hits := array(select i.id from item i where i.search @@ query and (everything or i.organisation_id = any (orgs)) limit 5000);
  end if;
  return query with found as materialized (select i.id, i.updated_at from item i where i.id = any (hits))
    select f.id from found f order by f.updated_at desc, f.id desc limit at_most;
end $$;
-- Candidates with this tag, for a tag that is too rare to meet by walking the list.
create function spil_items_tagged(tag text, at_most int) returns setof uuid language sql stable security definer set search_path = public, pg_temp as $$
  select id from item where tags @> array[tag] and (spil_system() or organisation_id = any (spil_orgs('read'))) limit at_most
$$;
revoke all on function spil_my_items, spil_search_items, spil_items_tagged from public;
grant execute on function spil_my_items, spil_search_items, spil_items_tagged to spil_app;

grant usage on sequence item_number to spil_app;
grant select, insert, update, delete on item, item_user, item_kind to spil_app;
grant select, insert on item_change to spil_app;

alter table item_kind enable row level security;
create policy item_kind_read on item_kind for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('member'))::uuid[])
);
create policy item_kind_add on item_kind for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
create policy item_kind_change on item_kind for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
create policy item_kind_remove on item_kind for delete to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);

-- Readers of the organisation see its items; everybody sees what they own or use.
alter table item enable row level security;
create policy item_read on item for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[]) or id in (select spil_my_items())
);
create policy item_add on item for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
create policy item_change on item for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
create policy item_remove on item for delete to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);

alter table item_user enable row level security;
create policy item_user_read on item_user for select to spil_app using (
  (select spil_system()) or person_id = (select spil_person()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy item_user_add on item_user for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
create policy item_user_remove on item_user for delete to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);

alter table item_change enable row level security;
create policy item_change_read on item_change for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy item_change_add on item_change for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
