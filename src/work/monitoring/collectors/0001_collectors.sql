-- breaking: no
-- Processes of ours elsewhere, that ask what stands there and send what came of it.

create table monitoring_collector (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  name text not null,
  -- What it runs on: its silence is of that item.
  item_id uuid not null,
  -- What stands here, or anywhere inside, is asked by it.
  location_id uuid not null,
  version int not null default 1,
  -- A code counts once, for a day.
  code_hash bytea unique,
  code_until timestamptz,
  token_hash bytea unique,
  created_at timestamptz not null,
  enrolled_at timestamptz,
  seen_at timestamptz,
  address text not null default '',
  program text not null default '',
  -- The last batch that was taken; batches come in order, and one that came before is not taken again.
  received bigint not null default 0,
  -- As it said itself: batches that wait there, and results that it had no room for.
  waiting int not null default 0,
  lost bigint not null default 0,
  unique (id, organisation_id),
  foreign key (item_id, organisation_id) references item (id, organisation_id),
  foreign key (location_id, organisation_id) references item (id, organisation_id)
);
create unique index monitoring_collector_location on monitoring_collector (location_id);
create index monitoring_collector_organisation on monitoring_collector (organisation_id, name, id);
create index monitoring_collector_item on monitoring_collector (item_id);

alter table monitoring_check add column collector_id uuid references monitoring_collector on delete set null;
create index monitoring_check_collector on monitoring_check (collector_id) where collector_id is not null;

-- Who asks what stands at an item: the collector of its place, or of the nearest place around that; none: we do.
create function spil_collector_for(item uuid) returns uuid language sql stable security definer set search_path = public, pg_temp as $$
  with recursive around (id, depth) as (
    select i.location_id, 1 from item i where i.id = item and i.location_id is not null
    union
    select i.location_id, a.depth + 1 from around a join item i on i.id = a.id where i.location_id is not null and a.depth < 50
  )
  select c.id from around a join monitoring_collector c on c.location_id = a.id where c.token_hash is not null order by a.depth limit 1
$$;
-- From the first moment: what only somebody there can reach must not be asked from here.
create function spil_check_collector() returns trigger language plpgsql as $$
begin
  -- A heartbeat comes to us wherever it is from.
  if new.kind <> 'heartbeat' then new.collector_id := spil_collector_for(new.item_id); end if;
  return new;
end $$;
create trigger monitoring_check_collector before insert on monitoring_check for each row execute function spil_check_collector();

grant select, insert, update, delete on monitoring_collector to spil_app;
alter table monitoring_collector enable row level security;
create policy monitoring_collector_read on monitoring_collector for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy monitoring_collector_write on monitoring_collector for all to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
