-- breaking: no
-- What was observed of an item: per key and source the newest value, its history by change, and reports that say again what is known.

create table item_fact (
  item_id uuid not null,
  key text not null,
  source text not null,
  organisation_id uuid not null,
  value jsonb not null,
  unit text,
  -- Since when it is so, and when it was last seen so in a report that said something else as well (see item_report).
  since timestamptz not null,
  seen_at timestamptz not null,
  received_at timestamptz not null,
  primary key (item_id, key, source),
  foreign key (item_id, organisation_id) references item (id, organisation_id) on delete cascade
) with (fillfactor = 85);

create table item_fact_change (
  item_id uuid not null,
  key text not null,
  source text not null,
  at timestamptz not null,
  organisation_id uuid not null,
  value jsonb not null,
  unit text,
  received_at timestamptz not null,
  primary key (item_id, key, source, at),
  foreign key (item_id, organisation_id) references item (id, organisation_id) on delete cascade
);

-- A report whose every fact is the newest of its source. When the same comes again, only this row changes: a fact of it was seen at the
-- latest of its own seen_at and those of the reports with its key.
create table item_report (
  item_id uuid not null,
  source text not null,
  digest bytea not null,
  organisation_id uuid not null,
  keys text[] not null,
  seen_at timestamptz not null,
  received_at timestamptz not null,
  primary key (item_id, source, digest),
  foreign key (item_id, organisation_id) references item (id, organisation_id) on delete cascade
) with (fillfactor = 70);

-- Which source of a key counts before which; '*' for keys that have no order of their own.
create table item_fact_ranking (
  organisation_id uuid not null references organisation,
  key text not null,
  sources text[] not null,
  version int not null,
  primary key (organisation_id, key)
);

-- One report of one source about one item, at one moment. Answers the keys whose newest value changed. The newest moment decides, and of
-- values of one moment the greater: so the order in which reports arrive does not matter.
create function spil_observe(item uuid, org uuid, src text, seen timestamptz, received timestamptz, keys text[], vals jsonb, units text[], code bytea)
  returns text[] language plpgsql set search_path = public, pg_temp as $$
declare
  changed text[] := '{}';
  one record;
  before record;
  following record;
  complete boolean;
begin
  perform pg_advisory_xact_lock(hashtextextended(item::text || ' ' || src, 0));
  -- Somebody may have said the same while we waited.
  update item_report r set seen_at = greatest(r.seen_at, seen), received_at = received
    where r.item_id = item and r.source = src and r.digest = code;
  if found then return changed; end if;

  -- What other reports say about when a fact was last seen goes to the fact itself, as far as this report does not say so anyhow.
  with gone as (
    delete from item_report r where r.item_id = item and r.source = src and r.keys && spil_observe.keys returning r.keys as all_keys, r.seen_at
  ), latest as (select k as key, max(gone.seen_at) as seen_at from gone, unnest(gone.all_keys) k group by k)
  update item_fact f set seen_at = latest.seen_at from latest
    where f.item_id = item and f.source = src and f.key = latest.key and f.seen_at < latest.seen_at
      and (latest.seen_at >= seen or f.key <> all (spil_observe.keys));

  -- Nothing was known of these: one statement for all of them.
  with given as (select g.key, g.unit, vals -> (g.place - 1)::int as value from unnest(keys, units) with ordinality g (key, unit, place)),
  fresh as (
    insert into item_fact (item_id, key, source, organisation_id, value, unit, since, seen_at, received_at)
      select item, g.key, src, org, g.value, g.unit, seen, seen, received from given g on conflict do nothing returning key, value, unit
  ), kept as (
    insert into item_fact_change (item_id, key, source, at, organisation_id, value, unit, received_at)
      select item, key, src, seen, org, value, unit, received from fresh on conflict do nothing
  )
  select coalesce(array_agg(key), '{}') into changed from fresh;

  -- The same as it was: only seen again.
  update item_fact f set seen_at = seen
    from unnest(keys, units) with ordinality g (key, unit, place)
    where f.item_id = item and f.source = src and f.key = g.key and f.seen_at < seen
      and f.value = vals -> (g.place - 1)::int and f.unit is not distinct from g.unit;

  -- Something else than what is known.
  for one in
    select g.key, g.unit, vals -> (g.place - 1)::int as value, f.value as was, f.unit as was_unit, f.since, f.seen_at
    from unnest(keys, units) with ordinality g (key, unit, place)
    join item_fact f on f.item_id = item and f.source = src and f.key = g.key
    where f.value <> vals -> (g.place - 1)::int or f.unit is distinct from g.unit
  loop
    select * into before from item_fact_change c where c.item_id = item and c.key = one.key and c.source = src and c.at <= seen order by c.at desc limit 1;
    if (seen, one.value::text, coalesce(one.unit, '')) > (one.seen_at, one.was::text, coalesce(one.was_unit, '')) then
      update item_fact f set value = one.value, unit = one.unit, since = seen, seen_at = seen, received_at = received
        where f.item_id = item and f.key = one.key and f.source = src;
      changed := changed || one.key;
    elsif seen = one.seen_at then
      continue;
    elsif before.value = one.value and before.unit is not distinct from one.unit then
      continue;
    elsif seen >= one.since then
      -- It was something else for a moment in between: from then on it is so again since it was last seen.
      insert into item_fact_change (item_id, key, source, at, organisation_id, value, unit, received_at)
        values (item, one.key, src, one.seen_at, org, one.was, one.was_unit, received) on conflict do nothing;
      update item_fact f set since = one.seen_at where f.item_id = item and f.key = one.key and f.source = src;
    else
      -- When what came after says the same, that began earlier.
      select * into following from item_fact_change c where c.item_id = item and c.key = one.key and c.source = src and c.at > seen order by c.at limit 1;
      if following.value = one.value and following.unit is not distinct from one.unit then
        delete from item_fact_change c where c.item_id = item and c.key = one.key and c.source = src and c.at = following.at;
      end if;
    end if;
    insert into item_fact_change (item_id, key, source, at, organisation_id, value, unit, received_at)
      values (item, one.key, src, seen, org, one.value, one.unit, received)
      on conflict (item_id, key, source, at) do update set value = excluded.value, unit = excluded.unit;
  end loop;

  -- The same report need not be looked through again while all of it is the newest.
  select not exists (
    select from unnest(keys, units) with ordinality g (key, unit, place)
    left join item_fact f on f.item_id = item and f.source = src and f.key = g.key
    where f.value is distinct from vals -> (g.place - 1)::int or f.unit is distinct from g.unit) into complete;
  if complete and (select count(*) from item_report r where r.item_id = item and r.source = src) < 50 then
    insert into item_report (item_id, source, digest, organisation_id, keys, seen_at, received_at) values (item, src, code, org, keys, seen, received);
  end if;
  return changed;
end $$;

grant select, insert, update, delete on item_fact, item_fact_change, item_report, item_fact_ranking to spil_app;

alter table item_fact enable row level security;
create policy item_fact_read on item_fact for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy item_fact_add on item_fact for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
create policy item_fact_change_it on item_fact for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
create policy item_fact_forget on item_fact for delete to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
alter table item_fact_change enable row level security;
create policy item_fact_change_read on item_fact_change for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy item_fact_change_write on item_fact_change for all to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
alter table item_report enable row level security;
create policy item_report_read on item_report for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy item_report_write on item_report for all to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
alter table item_fact_ranking enable row level security;
create policy item_fact_ranking_read on item_fact_ranking for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy item_fact_ranking_write on item_fact_ranking for all to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
