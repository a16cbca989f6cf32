-- breaking: no
-- What the loan desk lends, and who reserved it for which days.
create extension if not exists btree_gist;
create table loan_item (
  item_id uuid primary key,
  organisation_id uuid not null,
  -- Wiped after each loan; otherwise it is ready for the next one as it comes back.
  wipes bool not null default true,
  added_at timestamptz not null,
  added_by uuid,
  foreign key (item_id, organisation_id) references item (id, organisation_id) on delete cascade
);
create table loan_reservation (
  id uuid primary key,
  organisation_id uuid not null,
  item_id uuid not null,
  person_id uuid not null references person,
  from_day date not null,
  until_day date not null,
  purpose text not null default '',
  state text not null default 'reserved' check (state in ('reserved', 'issued', 'cancelled', 'done')),
  handout_id uuid references handout,
  made_at timestamptz not null,
  made_by uuid,
  foreign key (item_id, organisation_id) references item (id, organisation_id) on delete cascade,
  check (until_day >= from_day),
  -- One device, one borrower a day: the database decides who was first.
  constraint loan_reservation_once exclude using gist (item_id with =, daterange(from_day, until_day, '[]') with &&) where (state in ('reserved', 'issued'))
);
create index loan_reservation_days on loan_reservation (organisation_id, from_day);
create index loan_reservation_handout on loan_reservation (handout_id) where handout_id is not null;

grant select, insert, update, delete on loan_item to spil_app;
grant select, insert, update on loan_reservation to spil_app;
alter table loan_item enable row level security;
create policy loan_item_read on loan_item for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[])
);
create policy loan_item_add on loan_item for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
create policy loan_item_change on loan_item for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
create policy loan_item_remove on loan_item for delete to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
alter table loan_reservation enable row level security;
create policy loan_reservation_read on loan_reservation for select to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('read'))::uuid[]) or person_id = (select spil_person())
);
create policy loan_reservation_add on loan_reservation for insert to spil_app with check (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
create policy loan_reservation_change on loan_reservation for update to spil_app using (
  (select spil_system()) or organisation_id = any ((select spil_orgs('work'))::uuid[])
);
