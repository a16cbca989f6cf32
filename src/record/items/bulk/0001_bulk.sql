-- breaking: no
-- One change of many items. What each was before stands in its own history, at the version this made.
create table item_bulk (
  id uuid primary key,
  by_id uuid not null references person,
  at timestamptz not null,
  undone_at timestamptz
);
create table item_bulk_item (
  bulk_id uuid not null references item_bulk,
  item_id uuid not null references item on delete cascade,
  version int not null,
  primary key (bulk_id, item_id)
);
grant select, insert, update on item_bulk to spil_app;
grant select, insert on item_bulk_item to spil_app;
alter table item_bulk enable row level security;
create policy item_bulk_own on item_bulk for all to spil_app using ((select spil_system()) or by_id = (select spil_person()));
alter table item_bulk_item enable row level security;
create policy item_bulk_item_own on item_bulk_item for all to spil_app using (
  (select spil_system()) or exists (select from item_bulk b where b.id = bulk_id)
);
