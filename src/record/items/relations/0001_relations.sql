-- breaking: no
-- How items hang together. A relation goes from one item to another; its kind says which way a failure goes: from its cause to what it hits.

create table item_relation_kind (
  organisation_id uuid not null references organisation,
  key text not null,
  kind jsonb not null,
  version int not null,
  changed_at timestamptz not null,
  changed_by uuid,
  primary key (organisation_id, key)
);

-- "n of m needed": of the relations in a group, so many must hold for the item.
create table item_group (
  id int generated always as identity primary key,
  item_id uuid not null,
  organisation_id uuid not null,
  name text not null,
  needed int not null check (needed >= 1),
  foreign key (item_id, organisation_id) references item (id, organisation_id) on delete cascade
);
create unique index item_group_name on item_group (item_id, spil_fold(name));

create table item_relation (
  id uuid primary key,
  kind text not null,
  from_id uuid not null,
  to_id uuid not null,
  -- Two organisations may meet in a relation: who does not read both does not see it.
  organisation_id uuid not null,
  other_organisation_id uuid not null,
  from_port text,
  to_port text,
  note text,
  -- Numbers of the items between which a failure goes; null where this kind carries none. live: that item is in use.
  cause int,
  hit int,
  cause_live boolean not null,
  hit_live boolean not null,
  group_id int references item_group on delete set null,
  valid_from timestamptz not null,
  valid_until timestamptz,
  added_by uuid,
  ended_by uuid,
  foreign key (from_id, organisation_id) references item (id, organisation_id) on delete cascade,
  foreign key (to_id, other_organisation_id) references item (id, organisation_id) on delete cascade,
  check (from_id <> to_id),
  check (valid_until is null or valid_until >= valid_from)
);
create unique index item_relation_once on item_relation (from_id, to_id, kind, coalesce(from_port, ''), coalesce(to_port, '')) where valid_until is null;
create index item_relation_from on item_relation (from_id);
create index item_relation_to on item_relation (to_id);
create index item_relation_cause on item_relation (cause) where cause is not null;
create index item_relation_hit on item_relation (hit) where hit is not null;
create index item_relation_group on item_relation (group_id) where group_id is not null;

-- Whether an item is in use stands with its relations, so that the question what is hit reads nothing else.
create function spil_item_class() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update item_relation set cause_live = new.class = 'inUse' where cause = new.number and cause_live <> (new.class = 'inUse');
  update item_relation set hit_live = new.class = 'inUse' where hit = new.number and hit_live <> (new.class = 'inUse');
  return null;
end $$;
create trigger item_class after update of class on item for each row when (old.class is distinct from new.class) execute function spil_item_class();

grant select, insert, update, delete on item_relation, item_group, item_relation_kind to spil_app;

alter table item_relation_kind enable row level security;
create policy item_relation_kind_read on item_relation_kind for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy item_relation_kind_add on item_relation_kind for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);
create policy item_relation_kind_change on item_relation_kind for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('lead'))::uuid[])
);

alter table item_group enable row level security;
create policy item_group_read on item_group for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy item_group_add on item_group for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
create policy item_group_change on item_group for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
create policy item_group_remove on item_group for delete to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);

alter table item_relation enable row level security;
create policy item_relation_read on item_relation for select to spil_app using (
  (select spil_system())
  or (organisation_id = any ((select spil_orgs('read'))::uuid[]) and other_organisation_id = any ((select spil_orgs('read'))::uuid[]))
);
create policy item_relation_add on item_relation for insert to spil_app with check (
  (select spil_system())
  or (organisation_id = any ((select spil_orgs('work'))::uuid[]) and other_organisation_id = any ((select spil_orgs('work'))::uuid[]))
);
create policy item_relation_change on item_relation for update to spil_app using (
  (select spil_system())
  or (organisation_id = any ((select spil_orgs('work'))::uuid[]) and other_organisation_id = any ((select spil_orgs('work'))::uuid[]))
);
