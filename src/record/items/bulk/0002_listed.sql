-- breaking: no
-- What was changed of how many, so that the way back can be found again.
alter table item_bulk add column fields text[] not null default '{}';
alter table item_bulk add column done int not null default 0;
alter table item_bulk add column refused int not null default 0;
create index item_bulk_by on item_bulk (by_id, at desc);
