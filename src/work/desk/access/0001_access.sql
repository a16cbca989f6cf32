-- breaking: no
-- Who has access to what until when, and the proof that it was given and withdrawn.

create table access_grant (
  case_id uuid primary key references "case",
  number int not null,
  organisation_id uuid not null references organisation,
  item_id uuid not null,
  service jsonb not null,
  right_key text not null,
  right_label jsonb not null,
  for_id uuid not null references person,
  asked_by uuid not null references person,
  why text not null,
  -- The last day, in the time zone of the organisation; null: no end.
  until date,
  ends_at timestamptz,
  team_id uuid,
  state text not null default 'asked' check (state in ('asked', 'approved', 'refused', 'granted', 'withdrawn')),
  asked_at timestamptz not null,
  granted_at timestamptz,
  withdrawn_at timestamptz,
  task_id uuid,
  -- The case to withdraw it; made once.
  withdraw_case_id uuid unique references "case",
  withdraw_task_id uuid,
  check (withdraw_case_id is null or state in ('granted', 'withdrawn'))
);
create index access_grant_list on access_grant (organisation_id, (coalesce(ends_at, 'infinity'::timestamptz)), case_id);
create index access_grant_for on access_grant (for_id, state);
create index access_grant_ends on access_grant (ends_at) where state = 'granted' and withdraw_case_id is null;

create table access_proof (
  case_id uuid primary key references "case",
  grant_id uuid not null references access_grant,
  organisation_id uuid not null,
  text text not null,
  attachment_ids uuid[] not null default '{}',
  by uuid not null references person,
  at timestamptz not null,
  check (text <> '' or cardinality(attachment_ids) > 0)
);
create index access_proof_grant on access_proof (grant_id);

grant select, insert on access_grant, access_proof to spil_app;
grant update (state, granted_at, withdrawn_at, task_id, withdraw_case_id, withdraw_task_id) on access_grant to spil_app;

alter table access_grant enable row level security;
create policy access_grant_read on access_grant for select to spil_app using (
  (select spil_system()) or for_id = (select spil_person()) or asked_by = (select spil_person())
  or (organisation_id = any ((select spil_orgs('read'))::uuid[]) and exists (select from "case" c where c.id = case_id))
);
create policy access_grant_add on access_grant for insert to spil_app with check ((select spil_system()));
create policy access_grant_change on access_grant for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
alter table access_proof enable row level security;
create policy access_proof_read on access_proof for select to spil_app using (exists (select from access_grant g where g.case_id = grant_id));
create policy access_proof_add on access_proof for insert to spil_app with check (
  by = (select spil_person()) and organisation_id = any ((select spil_orgs('work'))::uuid[])
);
