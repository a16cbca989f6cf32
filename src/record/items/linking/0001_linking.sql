-- breaking: no
-- Which items a case is about.
create table case_item (
  case_id uuid not null references "case",
  item_id uuid not null references item on delete cascade,
  added_by uuid,
  at timestamptz not null,
  primary key (case_id, item_id)
);
create index case_item_item on case_item (item_id, case_id);

grant select, insert, delete on case_item to spil_app;
alter table case_item enable row level security;
-- Who sees both.
create policy case_item_read on case_item for select to spil_app using (
  (select spil_system()) or (exists (select from "case" c where c.id = case_id) and exists (select from item i where i.id = item_id))
);
create policy case_item_add on case_item for insert to spil_app with check (
  (select spil_system())
  or (exists (select from "case" c where c.id = case_id and (c.reporter_id = (select spil_person()) or c.organisation_id = any ((select spil_orgs('work'))::uuid[])))
    and exists (select from item i where i.id = item_id))
);
create policy case_item_remove on case_item for delete to spil_app using (
  (select spil_system())
  or (exists (select from "case" c where c.id = case_id and c.organisation_id = any ((select spil_orgs('work'))::uuid[]))
    and exists (select from item i where i.id = item_id))
);
