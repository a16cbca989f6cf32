-- breaking: no
-- Cases merged into others. Nothing moves: what is said on a case keeps its place there, and is shown on the case it was merged into. So an
-- undo has nothing to put back but the few fields of the case itself, which stand in `before`.

create table case_merge (
  id uuid primary key,
  case_id uuid not null references "case",
  into_id uuid not null references "case",
  organisation_id uuid not null,
  reason text,
  at timestamptz not null,
  by_id uuid,
  -- What merging changed on the case, as it was.
  before jsonb not null,
  undone_at timestamptz,
  undone_by uuid,
  check (case_id <> into_id),
  check (undone_at is null or undone_at >= at)
);
-- Of two merges of the same case at the same moment one is made.
create unique index case_merge_once on case_merge (case_id) where undone_at is null;
create index case_merge_into on case_merge (into_id) where undone_at is null;
create index case_merge_case on case_merge (case_id, at);

-- Where a number leads now: every case of a tree of merges, also the one at its root. Follows from case_merge.
create table case_tree (
  case_id uuid primary key references "case",
  number int not null unique,
  root_id uuid not null references "case",
  root_number int not null,
  organisation_id uuid not null
);
create index case_tree_root on case_tree (root_id);

-- Who has a part in a case has it in what that case was merged with.
create or replace function spil_my_cases() returns setof uuid language sql stable security definer set search_path = public, pg_temp as $$
  select case_id from case_person where person_id = spil_person()
  union all
  select o.case_id from case_person p join case_tree t on t.case_id = p.case_id join case_tree o on o.root_id = t.root_id and o.case_id <> p.case_id
    where p.person_id = spil_person()
$$;

grant select, insert on case_merge to spil_app;
grant update (undone_at, undone_by) on case_merge to spil_app;
grant select, insert, delete on case_tree to spil_app;
-- What came from the reporter of a merged case goes with it when the merge is undone, where somebody chooses so.
grant update (case_id) on entry, attachment to spil_app;

alter table case_merge enable row level security;
create policy case_merge_read on case_merge for select to spil_app using (
  (select spil_system())
  or (organisation_id = any ((select spil_orgs('member'))::uuid[]) and exists (select from "case" c where c.id = into_id))
);
create policy case_merge_add on case_merge for insert to spil_app with check (
  (select spil_system())
  or (organisation_id = any ((select spil_orgs('work'))::uuid[]) and exists (select from "case" c where c.id = into_id)
    and exists (select from "case" c where c.id = case_id))
);
create policy case_merge_undo on case_merge for update to spil_app using (
  (select spil_system())
  or (organisation_id = any ((select spil_orgs('work'))::uuid[]) and exists (select from "case" c where c.id = case_id))
);

-- Ids and numbers only; asked with every case that is opened, so it is decided by the organisation alone.
alter table case_tree enable row level security;
create policy case_tree_read on case_tree for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('member'))::uuid[])
);
create policy case_tree_add on case_tree for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
create policy case_tree_remove on case_tree for delete to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
