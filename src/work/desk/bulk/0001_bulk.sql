-- breaking: no
-- One thing done with many cases. Which ones stands from the beginning; each is done once, together with its mark.
create table bulk_action (
  id uuid primary key,
  by_id uuid not null references person,
  organisation_ids uuid[] not null,
  at timestamptz not null,
  action jsonb not null,
  state text not null check (state in ('running', 'done', 'undoing', 'undone')),
  ended_at timestamptz
);
create index bulk_action_by on bulk_action (by_id, at desc, id desc);

create table bulk_item (
  bulk_id uuid not null references bulk_action,
  place int not null,
  case_id uuid not null references "case",
  state text not null default 'pending' check (state in ('pending', 'done', 'refused', 'undone', 'left')),
  -- The case before and after it, for undoing.
  was jsonb,
  version_after int,
  code text,
  given jsonb,
  primary key (bulk_id, place),
  unique (bulk_id, case_id)
);
create index bulk_item_state on bulk_item (bulk_id, state, place);

grant select, insert, update on bulk_action, bulk_item to spil_app;
alter table bulk_action enable row level security;
create policy bulk_action_read on bulk_action for select to spil_app using (
  (select spil_system()) or by_id = (select spil_person()) or (organisation_ids <> '{}' and organisation_ids <@ (select spil_orgs('lead'))::uuid[])
);
create policy bulk_action_add on bulk_action for insert to spil_app with check ((select spil_system()) or by_id = (select spil_person()));
create policy bulk_action_change on bulk_action for update to spil_app using (
  (select spil_system()) or by_id = (select spil_person()) or (organisation_ids <> '{}' and organisation_ids <@ (select spil_orgs('lead'))::uuid[])
);
alter table bulk_item enable row level security;
create policy bulk_item_read on bulk_item for select to spil_app using ((select spil_system()) or exists (select from bulk_action b where b.id = bulk_id));
create policy bulk_item_add on bulk_item for insert to spil_app with check ((select spil_system()) or exists (select from bulk_action b where b.id = bulk_id));
create policy bulk_item_change on bulk_item for update to spil_app using ((select spil_system()) or exists (select from bulk_action b where b.id = bulk_id));
