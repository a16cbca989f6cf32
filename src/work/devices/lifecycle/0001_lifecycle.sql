-- breaking: no
-- Steps in the life of a device that must be proven or told: wiping, disposal, loss, finding, repair; with the files that prove them.
create table device_step (
  id uuid primary key,
  item_id uuid not null,
  organisation_id uuid not null,
  what text not null check (what in ('wiped', 'disposed', 'lost', 'found', 'repaired', 'takenIn')),
  -- Shape per kind of step: contract.ts.
  told jsonb not null,
  case_id uuid references "case",
  at timestamptz not null,
  by_id uuid,
  foreign key (item_id, organisation_id) references item (id, organisation_id) on delete cascade,
  unique (id, organisation_id)
);
create index device_step_item on device_step (item_id, at desc);
create table device_evidence (
  id uuid primary key,
  item_id uuid not null,
  organisation_id uuid not null,
  -- null: uploaded, and not yet used.
  step_id uuid,
  hash text not null,
  name text not null,
  type text not null,
  size bigint not null,
  at timestamptz not null,
  by_id uuid not null,
  foreign key (item_id, organisation_id) references item (id, organisation_id) on delete cascade,
  foreign key (step_id, organisation_id) references device_step (id, organisation_id)
);
create index device_evidence_item on device_evidence (item_id, at);

grant select, insert, update on device_step, device_evidence to spil_app;
alter table device_step enable row level security;
-- What was told of a loss is as confidential as its case.
create policy device_step_read on device_step for select to spil_app using (
  (select spil_system()) or (organisation_id = any ((select spil_orgs('inside'))::uuid[])
    and (case_id is null or exists (select from "case" c where c.id = case_id)))
);
create policy device_step_add on device_step for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
-- Only Spil itself writes later: which case it became.
create policy device_step_change on device_step for update to spil_app using ((select spil_system()));
alter table device_evidence enable row level security;
create policy device_evidence_read on device_evidence for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('inside'))::uuid[])
);
create policy device_evidence_add on device_evidence for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
-- Given to a step once.
create policy device_evidence_change on device_evidence for update to spil_app using (
  step_id is null and ((select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[]))
) with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
